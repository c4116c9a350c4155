/** What the keyboard opens from anywhere. */
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { onDemand } from "@/binding/on-demand.tsx";
import { useShortcuts } from "@/features/shortcuts/hooks/use-shortcuts.ts";
import { useSwitcher } from "@/features/switcher/store.ts";
import { useChannelKeys } from "./use-channel-keys.ts";

const ShortcutsDialog = onDemand(async () => {
  await import("../i18n/add-settings.ts");
  return (await import("@/features/shortcuts/components/shortcuts-dialog.tsx")).ShortcutsDialog;
});
const Switcher = onDemand(async () => (await import("./switcher.tsx")).Switcher);

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
    <>
      {helping && <ShortcutsDialog onClose={() => setHelping(false)} />}
      {switcher.isOpen && <Switcher onClose={() => switcher.setOpen(false)} />}
    </>
  );
}
