/** The members: beside the timeline where there is room, over it where they were asked for. */
import { X } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Part } from "@/binding/part.tsx";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { MemberList } from "@/features/members/components/member-list.tsx";
import { IconButton } from "@/ui/button.tsx";
import { cx } from "@/ui/cx.ts";
import { useDrawerFocus } from "@/ui/use-drawer-focus.ts";
import { useHasRoomForMembers } from "@/ui/use-media.ts";

interface MembersPaneProps {
  guild: GuildState;
  /** Asked for; where there is room they are always there. */
  shown: boolean;
  onClose(): void;
}

export function MembersPane({ guild, shown, onClose }: MembersPaneProps) {
  const { t } = useTranslation();
  const close = useRef<HTMLButtonElement>(null);
  const hasRoom = useHasRoomForMembers();
  const isOver = shown && !hasRoom;
  useDrawerFocus(isOver, close);
  return (
    <aside
      aria-label={t("members.title")}
      onKeyDown={(event) => {
        if (event.key === "Escape" && isOver && !event.defaultPrevented) onClose();
      }}
      className={cx(
        "min-h-0 w-full flex-col bg-panel wide:w-[14.75rem] full:static full:flex full:shadow-none",
        shown ? "fixed inset-y-0 right-0 z-20 flex shadow-2xl" : "hidden",
      )}
    >
      <div className="flex h-[3.25rem] shrink-0 items-center justify-between border-b border-line pr-2 pl-4 full:hidden">
        <h2 className="font-semibold">{t("members.title")}</h2>
        <IconButton ref={close} label={t("members.hide")} onClick={onClose}>
          <X size={18} aria-hidden />
        </IconButton>
      </div>
      <Part>
        <MemberList guild={guild} />
      </Part>
    </aside>
  );
}
