/**
 * Which channels hold something unread, and how often one was mentioned there.
 *
 * - U1  What was counted once is not counted again when it is replayed: only ids beyond the newest count.
 * - U2  What comes into the channel on screen, and what one writes oneself, is read at once.
 * - U3  Reading never goes back by itself: only by hand, perhaps elsewhere while nobody listened here.
 */
import { compareIds, idAtMs } from "./snowflake.ts";
import type { Channel, GuildCreate, Id, Message, ReadState } from "./wire.ts";

export interface UnreadState {
  /** The newest message known of each channel. */
  readonly newest: Readonly<Record<Id, Id>>;
  /** The newest message that was read. */
  readonly read: Readonly<Record<Id, Id>>;
  readonly mentions: Readonly<Record<Id, number>>;
}

export interface UnreadEntry {
  channel_id: Id;
  last_message_id: Id | null;
  /** Mentions since the last list: they add up. */
  mentions: number;
}

/** Of another tab it has no count. */
export interface MessageAck {
  channel_id: Id;
  message_id: Id;
  mention_count?: number;
  manual?: boolean;
}

interface ReadyPart {
  read_state?: ReadState[];
  private_channels?: Channel[];
}

/** Who looks, and at what. */
export interface Reader {
  self: Id;
  /** Whether the newest messages of a channel are on screen. */
  isViewed(channelId: Id): boolean;
  /** Whether the server is still to be told how far a channel was read. */
  isAhead(channelId: Id): boolean;
  /** What whom the reader blocks says is not said to the reader. */
  isBlocked(userId: Id): boolean;
  /** The reader's roles, for mentions of a role. */
  roles(guildId: Id): readonly Id[];
}

export const NOTHING_UNREAD: UnreadState = { newest: {}, read: {}, mentions: {} };

/** What one dispatch changes. */
export function reduceUnread(state: UnreadState, name: string, data: unknown, reader: Reader): UnreadState {
  switch (name) {
    case "READY": {
      const { read_state = [], private_channels = [] } = data as ReadyPart;
      return conversationsSeen(readStates(state, read_state, reader), private_channels);
    }
    case "GUILD_CREATE": {
      const { channels, threads = [], joined_at } = data as GuildCreate;
      const since = joined_at === undefined ? undefined : idAtMs(Date.parse(joined_at));
      return channelsSeen(state, [...channels, ...threads], since);
    }
    case "THREAD_LIST_SYNC":
      return channelsSeen(state, (data as { threads: Channel[] }).threads);
    case "X_UNREAD":
      return unreadListed(state, (data as { channels: UnreadEntry[] }).channels);
    case "MESSAGE_CREATE":
      return messageSeen(state, data as Message, reader);
    case "X_HEARD":
      return messageSeen(state, (data as { message: Message }).message, reader);
    case "X_MENTION": {
      // Its count comes with the next list.
      const { channel_id, message } = data as { channel_id: Id; message: Message };
      return newestIs(state, channel_id, message.id, reader.isViewed(channel_id));
    }
    case "MESSAGE_ACK":
      return acknowledged(state, data as MessageAck);
    case "CHANNEL_DELETE":
    case "THREAD_DELETE":
      return without(state, (data as { id: Id }).id);
    default:
      return state;
  }
}

export function isMentioned(message: Message, self: Id, roles: readonly Id[]): boolean {
  if (message.author.id === self) return false;
  return (
    message.mention_everyone ||
    message.mentions.some(({ id }) => id === self) ||
    (message.mention_roles ?? []).some((id) => roles.includes(id))
  );
}

/** All that is known of the channel, or all up to `upTo`, has been read. */
export function markRead(state: UnreadState, channelId: Id, upTo?: Id): UnreadState {
  const id = upTo ?? state.newest[channelId];
  if (id === undefined) return state;
  const read = later(state.read[channelId], id);
  const isAll = compareIds(read, state.newest[channelId] ?? "0") >= 0;
  const mentions = isAll ? 0 : (state.mentions[channelId] ?? 0);
  if (state.read[channelId] === read && (state.mentions[channelId] ?? 0) === mentions) return state;
  return {
    ...state,
    read: { ...state.read, [channelId]: read },
    mentions: { ...state.mentions, [channelId]: mentions },
  };
}

export function isUnread(state: UnreadState, channelId: Id): boolean {
  const newest = state.newest[channelId];
  return newest !== undefined && compareIds(newest, state.read[channelId] ?? "0") > 0;
}

export interface UnreadCount {
  channels: number;
  mentions: number;
}

/** Over these channels; of those that are quiet only mentions count. */
export function countUnread(
  state: UnreadState,
  channelIds: readonly Id[],
  isQuiet: (id: Id) => boolean = () => false,
): UnreadCount {
  return {
    channels: channelIds.filter((id) => isUnread(state, id) && !isQuiet(id)).length,
    mentions: channelIds.reduce((sum, id) => sum + (state.mentions[id] ?? 0), 0),
  };
}

/** What stands before a tab's title: `(3) ` mentions, a dot for anything unread. */
export function titleMark({ channels, mentions }: UnreadCount): string {
  if (mentions > 0) return `(${mentions}) `;
  return channels > 0 ? "• " : "";
}

function acknowledged(state: UnreadState, ack: MessageAck): UnreadState {
  const { channel_id, message_id, mention_count, manual = false } = ack;
  const read = manual
    ? { ...state, read: { ...state.read, [channel_id]: message_id } }
    : markRead(state, channel_id, message_id);
  if (mention_count === undefined || read.read[channel_id] !== message_id) return read;
  return { ...read, mentions: { ...read.mentions, [channel_id]: mention_count } };
}

/** What was read, as the server or another tab keeps account of it. */
function readStates(state: UnreadState, entries: readonly ReadState[], reader: Reader): UnreadState {
  const read = { ...state.read };
  const mentions = { ...state.mentions };
  for (const { channel_id, last_message_id, mention_count } of entries) {
    // U3: what this reader has read since is not counted any more.
    if (reader.isAhead(channel_id)) continue;
    read[channel_id] = last_message_id ?? "0";
    mentions[channel_id] = mention_count;
  }
  return { ...state, read, mentions };
}

/**
 * Channels as they are on entering. Without a read state, what was there before `since` counts as read, or
 * all of it.
 */
function channelsSeen(state: UnreadState, channels: readonly Channel[], since?: Id): UnreadState {
  const newest = { ...state.newest };
  const read = { ...state.read };
  for (const { id, last_message_id } of channels) {
    if (!last_message_id) continue;
    newest[id] = later(newest[id], last_message_id);
    read[id] ??= since ?? last_message_id;
  }
  return { ...state, newest, read };
}

/** One that this reader did not know came while nobody was listening: what was said in it is unread. */
function conversationsSeen(state: UnreadState, channels: readonly Channel[]): UnreadState {
  const isFirst = Object.keys(state.newest).length === 0;
  const unknown = channels.filter(({ id }) => !isFirst && state.newest[id] === undefined);
  const unread = Object.fromEntries(unknown.map(({ id }) => [id, "0"]));
  return channelsSeen({ ...state, read: { ...unread, ...state.read } }, channels);
}

function unreadListed(state: UnreadState, entries: readonly UnreadEntry[]): UnreadState {
  const newest = { ...state.newest };
  const read = { ...state.read };
  const mentions = { ...state.mentions };
  for (const entry of entries) {
    if (entry.last_message_id === null) continue;
    newest[entry.channel_id] = later(newest[entry.channel_id], entry.last_message_id);
    read[entry.channel_id] ??= "0";
    // A list that was made before this reader read all of it says nothing new.
    if (compareIds(entry.last_message_id, read[entry.channel_id] ?? "0") <= 0) continue;
    mentions[entry.channel_id] = (mentions[entry.channel_id] ?? 0) + entry.mentions;
  }
  return { newest, read, mentions };
}

function messageSeen(state: UnreadState, message: Message, reader: Reader): UnreadState {
  const { id, channel_id, author, guild_id } = message;
  const isNew = compareIds(id, state.newest[channel_id] ?? "0") > 0;
  const isRead = author.id === reader.self || reader.isViewed(channel_id);
  const next = newestIs(state, channel_id, id, isRead);
  // What is said outside of guilds is said to the reader.
  const isForReader = !guild_id || isMentioned(message, reader.self, reader.roles(guild_id));
  if (!isNew || isRead || !isForReader || reader.isBlocked(author.id)) return next;
  return { ...next, mentions: { ...next.mentions, [channel_id]: (next.mentions[channel_id] ?? 0) + 1 } };
}

function newestIs(state: UnreadState, channelId: Id, messageId: Id, isRead: boolean): UnreadState {
  const newest = { ...state.newest, [channelId]: later(state.newest[channelId], messageId) };
  const next = { ...state, newest };
  if (isRead) return markRead(next, channelId);
  return { ...next, read: { ...state.read, [channelId]: state.read[channelId] ?? "0" } };
}

function without(state: UnreadState, channelId: Id): UnreadState {
  const drop = <T>({ [channelId]: _gone, ...rest }: Readonly<Record<Id, T>>) => rest;
  return { newest: drop(state.newest), read: drop(state.read), mentions: drop(state.mentions) };
}

function later(a: Id | undefined, b: Id): Id {
  return a !== undefined && compareIds(a, b) > 0 ? a : b;
}
