/**
 * What the session has told so far, kept so that a tab which joins later can be told the same: as the
 * READY and GUILD_CREATE that a session would begin with now.
 */
import { type Calls, listCalls, NO_CALLS, reduceCalls } from "../calls.ts";
import { type Friends, isBlocked, NO_FRIENDS, reduceFriends } from "../friends.ts";
import { asGuildEvent, type GuildsState, NO_GUILDS, reduceGuilds } from "../guilds/guilds.ts";
import { HOME } from "../guilds/home.ts";
import { listPresences } from "../guilds/presences.ts";
import { toGuildCreate } from "../guilds/snapshot.ts";
import { NOTHING_UNREAD, type Reader, reduceUnread, type UnreadState } from "../unread.ts";
import type { Id, ReadState } from "../wire.ts";
import type { Dispatch } from "./messages.ts";

export interface Mirror {
  readonly ready: object | null;
  readonly guilds: GuildsState;
  readonly unread: UnreadState;
  readonly friends: Friends;
  readonly calls: Calls;
}

export const BLANK: Mirror = {
  ready: null,
  guilds: NO_GUILDS,
  unread: NOTHING_UNREAD,
  friends: NO_FRIENDS,
  calls: NO_CALLS,
};

export function reflect(mirror: Mirror, { name, data }: Dispatch, self: Id): Mirror {
  const guildEvent = asGuildEvent(name, data);
  const guilds = guildEvent ? reduceGuilds(mirror.guilds, guildEvent, self) : mirror.guilds;
  const roles = (guildId: Id) => guilds.guilds[guildId]?.members[self]?.roles ?? [];
  // No channel is on this screen: each tab says itself what it has read.
  const reader: Reader = {
    self,
    isViewed: () => false,
    isAhead: () => false,
    isBlocked: (id) => isBlocked(mirror.friends, id),
    roles,
  };
  const unread = reduceUnread(mirror.unread, name, data, reader);
  const friends = reduceFriends(mirror.friends, name, data);
  const calls = reduceCalls(mirror.calls, name, data);
  return { ready: readyAfter(mirror.ready, name, data), guilds, unread, friends, calls };
}

/** Empty before the first READY. */
export function snapshotOf({ ready, guilds, unread, friends, calls }: Mirror): Dispatch[] {
  if (ready === null) return [];
  const ids = [...guilds.order, ...(guilds.awaited ?? [])];
  const home = guilds.guilds[HOME];
  const first = {
    name: "READY",
    data: {
      ...ready,
      guilds: ids.map((id) => ({ id })),
      read_state: readStates(unread),
      relationships: Object.values(friends),
      private_channels: home ? toGuildCreate(home, unread.newest).channels : [],
    },
  };
  const known = guilds.order.map((id) => guilds.guilds[id]).filter((guild) => guild !== undefined);
  const presences = home ? listPresences(home) : [];
  const ofFriends = { name: "X_PRESENCES", data: { guild_id: null, presences } };
  return [
    first,
    ...(presences.length > 0 ? [ofFriends] : []),
    ...listCalls(calls, home?.voice ?? {}).map((data) => ({ name: "CALL_CREATE", data })),
    ...known.map((guild) => ({ name: "GUILD_CREATE", data: toGuildCreate(guild, unread.newest) })),
  ];
}

/** It names its user, and their settings, as they are now. */
function readyAfter(ready: object | null, name: string, data: unknown): object | null {
  if (name === "READY") return data as object;
  if (name === "USER_UPDATE" && ready) return { ...ready, user: data };
  if (name !== "X_SETTINGS" || !ready) return ready;
  return { ...ready, settings: (data as { settings: unknown }).settings };
}

function readStates({ read, mentions }: UnreadState): ReadState[] {
  return Object.entries(read).map(([channel_id, last_message_id]) => ({
    channel_id,
    last_message_id,
    mention_count: mentions[channel_id] ?? 0,
  }));
}
