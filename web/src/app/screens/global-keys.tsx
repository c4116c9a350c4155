/** What the keyboard opens from anywhere. */
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useShortcuts } from "@/features/shortcuts/hooks/use-shortcuts.ts";
import { useSwitcher } from "@/features/switcher/store.ts";
import { useChannelKeys } from "./use-channel-keys.ts";

const ShortcutsDialog = lazy(async () => ({
  default: (await import("@/features/shortcuts/components/shortcuts-dialog.tsx")).ShortcutsDialog,
}));
const Switcher = lazy(async () => ({ default: (await import("./switcher.tsx")).Switcher }));

export function GlobalKeys() {
  const navigate = useNavigate();
  const switcher = useSwitcher();
  const [helping, setHelping] = useState(false);
  useShortcuts({
    ...useChannelKeys(),
    switcher: () => switcher.setOpen(!switcher.isOpen),
    shortcuts: () => setHelping(true),
    settings: () => void navigate({ to: "/settings" }),
  });
  return (
    <Suspense fallback={null}>
      {helping && <ShortcutsDialog onClose={() => setHelping(false)} />}
      {switcher.isOpen && <Switcher onClose={() => switcher.setOpen(false)} />}
    </Suspense>
  );
}
