/** Who is in a group, and what can be done about it: beside the timeline where there is room, else over it. */

import { DoorOpen, Pencil, UserRoundPlus, X } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { conversationName } from "@/engine/guilds/conversation-name.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import type { Channel } from "@/engine/wire.ts";
import { moveByArrows } from "@/ui/arrow-keys.ts";
import { IconButton } from "@/ui/button.tsx";
import { cx } from "@/ui/cx.ts";
import { useDrawerFocus } from "@/ui/use-drawer-focus.ts";
import { useHasRoomForMembers } from "@/ui/use-media.ts";
import { peopleOf } from "../look.ts";
import { GROUP_PEOPLE_MAX } from "../picking.ts";
import { AddPeopleDialog } from "./add-people-dialog.tsx";
import { GroupPerson } from "./group-person.tsx";
import { LeaveGroupDialog } from "./leave-group-dialog.tsx";
import { RenameGroupDialog } from "./rename-group-dialog.tsx";

interface GroupPaneProps {
  home: GuildState;
  group: Channel;
  /** Asked for; where there is room it is always there. */
  shown: boolean;
  onClose(): void;
}

type Asked = "add" | "rename" | "leave";

export function GroupPane({ home, group, shown, onClose }: GroupPaneProps) {
  const { t } = useTranslation();
  const { user: self } = useSession();
  const close = useRef<HTMLButtonElement>(null);
  const hasRoom = useHasRoomForMembers();
  const isOver = shown && !hasRoom;
  useDrawerFocus(isOver, close);
  const [asked, setAsked] = useState<Asked | null>(null);
  const name = conversationName(home, group);
  const people = peopleOf(home, group, self);
  const ends = () => setAsked(null);
  return (
    <aside
      aria-label={t("groups.people")}
      onKeyDown={(event) => {
        if (event.key === "Escape" && isOver && !event.defaultPrevented) onClose();
      }}
      className={cx(
        "min-h-0 w-full flex-col bg-panel wide:w-[14.75rem] full:static full:flex full:shadow-none",
        shown ? "fixed inset-y-0 right-0 z-20 flex shadow-2xl" : "hidden",
      )}
    >
      <div className="flex h-[3.25rem] shrink-0 items-center gap-1 border-b border-line pr-2 pl-4 full:border-0">
        <h2 className="min-w-0 flex-1 truncate font-semibold full:text-tiny full:text-ink-3">
          {t("groups.count", { count: people.length })}
        </h2>
        <IconButton ref={close} label={t("groups.hide")} onClick={onClose} className="full:hidden">
          <X size={18} aria-hidden />
        </IconButton>
      </div>
      <ul onKeyDown={moveByArrows} className="min-h-0 flex-1 overflow-y-auto px-3 pt-1 pb-2">
        {people.map((user) => (
          <GroupPerson key={user.id} home={home} group={group} user={user} />
        ))}
      </ul>
      <menu
        onKeyDown={moveByArrows}
        aria-label={t("groups.acts")}
        className="grid gap-0.5 border-t border-line p-2"
      >
        {people.length < GROUP_PEOPLE_MAX && (
          <Act
            label={t("groups.addPeople")}
            sign={<UserRoundPlus size={18} aria-hidden />}
            onClick={() => setAsked("add")}
          />
        )}
        <Act
          label={t("groups.rename")}
          sign={<Pencil size={18} aria-hidden />}
          onClick={() => setAsked("rename")}
        />
        <Act
          label={t("groups.leave")}
          sign={<DoorOpen size={18} aria-hidden />}
          onClick={() => setAsked("leave")}
        />
      </menu>
      {asked === "add" && <AddPeopleDialog group={group} name={name} onClose={ends} />}
      {asked === "rename" && <RenameGroupDialog group={group} onClose={ends} />}
      {asked === "leave" && <LeaveGroupDialog group={group} name={name} onClose={ends} />}
    </aside>
  );
}

function Act({ label, sign, onClick }: { label: string; sign: ReactNode; onClick(): void }) {
  return (
    <li>
      <button
        type="button"
        onClick={onClick}
        className="flex h-11 w-full items-center gap-2 rounded-small px-2 text-ink-2 hover:bg-raised hover:text-ink wide:h-(--list-row)"
      >
        {sign}
        {label}
      </button>
    </li>
  );
}
