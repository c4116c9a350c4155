/** How to appear to others: a group inside a menu, and the way to a text of one's own. */
import { Pencil } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { CHOSEN_STATUSES } from "@/engine/own-presence.ts";
import { StatusDot } from "@/ui/avatar.tsx";
import { MenuChoice, MenuItem, MenuLine } from "@/ui/menu.tsx";
import { useOwnPresence } from "../hooks/use-own-presence.ts";

export function StatusChoice({ onText }: { onText(): void }) {
  const { t } = useTranslation();
  const { settings } = useSession();
  const { status, text } = useOwnPresence();
  const choose = useAction({ run: settings.change, done: null });
  return (
    <>
      <MenuChoice
        label={t("presence.status")}
        value={status}
        onChange={(chosen) => choose.mutate({ status: chosen })}
        choices={CHOSEN_STATUSES.map((value) => ({
          value,
          label: t(`presence.${value}`),
          icon: (
            <span aria-hidden className="grid size-4 place-items-center">
              <StatusDot status={value === "invisible" ? "offline" : value} />
            </span>
          ),
        }))}
      />
      <MenuItem icon={<Pencil size={16} aria-hidden />} onSelect={onText}>
        {t(text === null ? "presence.setText" : "presence.changeText")}
      </MenuItem>
      <MenuLine />
    </>
  );
}
