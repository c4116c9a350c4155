/**
 * The threads of a guild, as the gateway tells of them.
 *
 * - TH1  Events that all share do not say whether the reader is in the thread: what was known of that stays.
 * - TH2  A list of threads is whole for the channels that it names: others below them are gone, or archived.
 * - TH3  A thread goes with its parent.
 */
import { compareIds } from "../snowflake.ts";
import { type Channel, type Id, isThread, type ThreadMember } from "../wire.ts";
import type { GuildState } from "./guilds.ts";

export type ThreadEvent =
  | { name: "THREAD_CREATE" | "THREAD_UPDATE"; data: Channel }
  | { name: "THREAD_DELETE"; data: { id: Id; guild_id: Id } }
  | { name: "THREAD_LIST_SYNC"; data: ThreadListSync }
  | { name: "THREAD_MEMBER_UPDATE"; data: ThreadMember & { guild_id: Id } }
  | { name: "THREAD_MEMBERS_UPDATE"; data: ThreadMembersUpdate };

interface ThreadListSync {
  guild_id: Id;
  /** Left out: of all channels. */
  channel_ids?: readonly Id[];
  threads: readonly Channel[];
  members?: readonly ThreadMember[];
}

interface ThreadMembersUpdate {
  id: Id;
  guild_id: Id;
  member_count: number;
  added_members?: readonly ThreadMember[];
  removed_member_ids?: readonly Id[];
}

type Threads = Readonly<Record<Id, Channel>>;

export function reduceThreads(threads: Threads, event: ThreadEvent, self: Id): Threads {
  switch (event.name) {
    case "THREAD_CREATE":
    case "THREAD_UPDATE":
      return { ...threads, [event.data.id]: merged(threads[event.data.id], event.data) };
    case "THREAD_DELETE": {
      const { [event.data.id]: _gone, ...rest } = threads;
      return rest;
    }
    case "THREAD_LIST_SYNC":
      return synced(threads, event.data);
    case "THREAD_MEMBER_UPDATE":
      return changed(threads, event.data.id, (thread) => ({ ...thread, member: event.data }));
    case "THREAD_MEMBERS_UPDATE":
      return changed(threads, event.data.id, (thread) => withMembers(thread, event.data, self));
    default:
      return event satisfies never;
  }
}

/** TH3 */
export function withoutParent(threads: Threads, parentId: Id): Threads {
  return Object.fromEntries(Object.entries(threads).filter(([, thread]) => thread.parent_id !== parentId));
}

/** A message came: what is known of its thread by numbers goes on. */
export function countMessage(threads: Threads, threadId: Id, messageId: Id): Threads {
  return changed(threads, threadId, (thread) =>
    compareIds(messageId, thread.last_message_id ?? "0") > 0
      ? { ...thread, last_message_id: messageId, message_count: (thread.message_count ?? 0) + 1 }
      : thread,
  );
}

/** A channel of the guild, or a thread of one. */
export function channelOf({ channels, threads }: GuildState, id: Id): Channel | undefined {
  return channels[id] ?? threads[id];
}

export function isArchived(thread: Channel): boolean {
  return thread.thread_metadata?.archived === true;
}

export function isLocked(thread: Channel): boolean {
  return thread.thread_metadata?.locked === true;
}

/** Threads of a channel that are shown below it. */
export const THREADS_SHOWN_MAX = 12;

/** The active ones: those that the reader is in first, then by when they were spoken in last. */
export function activeThreads({ threads }: GuildState, parentId: Id): Channel[] {
  return Object.values(threads)
    .filter((thread) => thread.parent_id === parentId && !isArchived(thread))
    .sort(
      (a, b) => Number(Boolean(b.member)) - Number(Boolean(a.member)) || compareIds(lastOf(b), lastOf(a)),
    );
}

/** What counts as unread: channels, and the threads that the reader is in. */
export function heardIds({ channels, threads }: GuildState): Id[] {
  const joined = Object.values(threads).filter((thread) => thread.member && !isArchived(thread));
  return [...Object.keys(channels), ...joined.map(({ id }) => id)];
}

/** Whether nothing that is new in a channel is to stand out; threads follow their channel. */
export function isMuted(muted: ReadonlySet<Id>, guild: GuildState | undefined, channelId: Id): boolean {
  const parent = guild?.threads[channelId]?.parent_id;
  return [guild?.id, channelId, parent].some((id) => id && muted.has(id));
}

function lastOf({ id, last_message_id }: Channel): Id {
  return last_message_id ?? id;
}

/** TH1 */
function merged(known: Channel | undefined, told: Channel): Channel {
  const member = told.member ?? known?.member;
  return member ? { ...told, member } : told;
}

/** TH2 */
function synced(threads: Threads, { channel_ids, threads: told, members = [] }: ThreadListSync): Threads {
  const isCovered = ({ parent_id }: Channel) =>
    !channel_ids || (parent_id !== null && channel_ids.includes(parent_id));
  const kept = Object.entries(threads).filter(([, thread]) => !isCovered(thread));
  const own = new Map(members.map((member) => [member.id, member]));
  const listed = told.filter(isThread).map((thread) => {
    const member = own.get(thread.id) ?? thread.member;
    return [thread.id, member ? { ...thread, member } : thread] as const;
  });
  return Object.fromEntries([...kept, ...listed]);
}

function withMembers(thread: Channel, update: ThreadMembersUpdate, self: Id): Channel {
  const { member_count, added_members = [], removed_member_ids = [] } = update;
  const { member: before, ...rest } = thread;
  const own = added_members.find(({ user_id }) => user_id === self) ?? before;
  const isGone = removed_member_ids.includes(self);
  return { ...rest, member_count, ...(own && !isGone ? { member: own } : {}) };
}

function changed(threads: Threads, id: Id, change: (thread: Channel) => Channel): Threads {
  const thread = threads[id];
  if (!thread) return threads;
  const next = change(thread);
  return next === thread ? threads : { ...threads, [id]: next };
}
