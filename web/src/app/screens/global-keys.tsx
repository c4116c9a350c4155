/** What the keyboard opens from anywhere. */
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useShortcuts } from "@/features/shortcuts/hooks/use-shortcuts.ts";

const ShortcutsDialog = lazy(async () => ({
  default: (await import("@/features/shortcuts/components/shortcuts-dialog.tsx")).ShortcutsDialog,
}));

export function GlobalKeys() {
  const navigate = useNavigate();
  const [shown, setShown] = useState<"shortcuts" | null>(null);
  useShortcuts({
    shortcuts: () => setShown("shortcuts"),
    settings: () => void navigate({ to: "/settings" }),
  });
  return (
    <Suspense fallback={null}>
      {shown === "shortcuts" && <ShortcutsDialog onClose={() => setShown(null)} />}
    </Suspense>
  );
}
