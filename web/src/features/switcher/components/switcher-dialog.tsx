/** Type a few letters of a guild, a channel or a person, and be there. */
import { Command } from "cmdk";
import { Search } from "lucide-react";
import { Dialog } from "radix-ui";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Id } from "@/engine/wire.ts";
import { useTargets } from "../hooks/use-targets.ts";
import type { Target } from "../targets.ts";
import { TargetRow } from "./target-row.tsx";

interface SwitcherDialogProps {
  /** The guild that is open. */
  current: Id | null;
  onPick(target: Target): void;
  onClose(): void;
}

export function SwitcherDialog({ current, onPick, onClose }: SwitcherDialogProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const picked = useRef(false);
  const targets = useTargets(typed, current);

  function pick(target: Target): void {
    picked.current = true;
    onPick(target);
  }

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[oklch(0_0_0/0.55)]" />
        <Dialog.Content
          aria-describedby={undefined}
          // Whoever picked something is where they wanted to be: the focus stays there.
          onCloseAutoFocus={(event) => picked.current && event.preventDefault()}
          className="fixed inset-x-2 top-2 z-50 overflow-hidden rounded-large border border-line bg-panel shadow-2xl wide:inset-x-0 wide:top-[12dvh] wide:mx-auto wide:w-[34rem]"
        >
          <Dialog.Title className="sr-only">{t("switcher.title")}</Dialog.Title>
          <Command
            shouldFilter={false}
            vimBindings={false}
            loop
            label={t("switcher.field")}
            className="flex flex-col"
          >
            <div className="flex items-center gap-3 border-b border-line px-4">
              <Search size={18} aria-hidden className="shrink-0 text-ink-3" />
              <Command.Input
                value={typed}
                onValueChange={setTyped}
                placeholder={t("switcher.placeholder")}
                className="h-13 min-w-0 flex-1 bg-transparent text-ink outline-none placeholder:text-ink-3"
              />
            </div>
            <Command.List
              label={t("switcher.found")}
              className="max-h-[min(26rem,60dvh)] overflow-y-auto p-2"
            >
              {targets.map((target) => (
                <TargetRow key={`${target.kind}-${target.id}`} target={target} onPick={pick} />
              ))}
            </Command.List>
            {targets.length === 0 && <p className="px-4 pb-6 text-center text-ink-2">{t("switcher.none")}</p>}
            <p role="status" className="sr-only">
              {t("switcher.count", { count: targets.length })}
            </p>
            <p className="border-t border-line px-4 py-2 text-tiny text-ink-3">{t("switcher.hint")}</p>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
