/** Friends, requests or blocked users: who they are, and what can be done about each. */
import { Ban, Moon, UserRoundPlus, UsersRound } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useGuild } from "@/binding/use-guild.ts";
import {
  BLOCKED,
  FRIEND,
  INCOMING,
  listFriends,
  OUTGOING,
  type Relationship,
  shownName,
} from "@/engine/friends.ts";
import { HOME, statusAtHome } from "@/engine/guilds/home.ts";
import { avatarPath } from "@/engine/pictures.ts";
import type { User } from "@/engine/wire.ts";
import { Avatar } from "@/ui/avatar.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";
import { useKeptPlace } from "@/ui/use-kept-place.ts";
import type { FriendView } from "../views.ts";
import { FriendButtons } from "./friend-buttons.tsx";

const TYPES: Record<FriendView, readonly number[]> = {
  all: [FRIEND],
  online: [FRIEND],
  pending: [INCOMING, OUTGOING],
  blocked: [BLOCKED],
};

const ICONS: Record<FriendView, ReactNode> = {
  all: <UsersRound size={32} aria-hidden />,
  online: <Moon size={32} aria-hidden />,
  pending: <UserRoundPlus size={32} aria-hidden />,
  blocked: <Ban size={32} aria-hidden />,
};

interface FriendListProps {
  view: FriendView;
  /** What leads to the conversation with a friend. */
  write(user: User): ReactNode;
}

export function FriendList({ view, write }: FriendListProps) {
  const { t } = useTranslation();
  const friends = useFromStore(useSession().friends, (state) => state);
  const home = useGuild(HOME);
  const isListed = ({ id }: Relationship) =>
    view !== "online" || (statusAtHome(home, id) ?? "offline") !== "offline";
  const listed = listFriends(friends, TYPES[view]).filter(isListed);
  const place = useKeptPlace<HTMLElement>();
  return (
    <section
      ref={place}
      tabIndex={-1}
      aria-label={t(`friends.view.${view}`)}
      className="flex flex-1 flex-col gap-1 outline-none"
    >
      {listed.length === 0 ? (
        <StatePanel isPart icon={ICONS[view]} title={t(`friends.none.${view}`)}>
          <p>{t(`friends.noneHint.${view}`)}</p>
        </StatePanel>
      ) : (
        <>
          <h2 className="px-2 pb-1 text-small font-semibold text-ink-3">
            {t("friends.count", { title: t(`friends.view.${view}`), count: listed.length })}
          </h2>
          <ul className="grid">
            {listed.map((one) => (
              <FriendRow key={one.id} relationship={one} write={write} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

interface FriendRowProps extends Pick<FriendListProps, "write"> {
  relationship: Relationship;
}

function FriendRow({ relationship: { type, user }, write }: FriendRowProps) {
  const { t } = useTranslation();
  const name = shownName(user);
  const home = useGuild(HOME);
  const status = statusAtHome(home, user.id);
  const notes = [
    status && t(`members.status.${status}`),
    home?.texts[user.id],
    name !== user.username && user.username,
    type === INCOMING && t("friends.asked"),
    type === OUTGOING && t("friends.wasAsked"),
  ];
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line px-2 py-2.5">
      <Avatar id={user.id} name={name} picture={avatarPath(user)} dim={type === BLOCKED} status={status} />
      <p className="min-w-0 flex-1 basis-40 leading-tight">
        <span className="block truncate font-semibold">{name}</span>
        <small className="block truncate text-small text-ink-3">{notes.filter(Boolean).join(" · ")}</small>
      </p>
      <FriendButtons user={user} write={write(user)} />
    </li>
  );
}
