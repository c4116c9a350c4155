/** Which channels hold something unread, from what READY, X_UNREAD and live messages say. */
import { compareIds } from "./snowflake.ts";
import type { Channel, Id, ReadState } from "./wire.ts";

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

export const NOTHING_UNREAD: UnreadState = { newest: {}, read: {}, mentions: {} };

/** The server's own account of what was read, where it keeps one. */
export function readStates(state: UnreadState, entries: readonly ReadState[]): UnreadState {
  const read = { ...state.read };
  const mentions = { ...state.mentions };
  for (const { channel_id, last_message_id, mention_count } of entries) {
    if (last_message_id !== null) read[channel_id] = later(read[channel_id], last_message_id);
    mentions[channel_id] = mention_count;
  }
  return { ...state, read, mentions };
}

/** Channels as they are on entering: without a read state, what is there counts as read. */
export function channelsSeen(state: UnreadState, channels: readonly Channel[]): UnreadState {
  const newest = { ...state.newest };
  const read = { ...state.read };
  for (const { id, last_message_id } of channels) {
    if (!last_message_id) continue;
    newest[id] = later(newest[id], last_message_id);
    read[id] ??= last_message_id;
  }
  return { ...state, newest, read };
}

export function unreadListed(state: UnreadState, entries: readonly UnreadEntry[]): UnreadState {
  const newest = { ...state.newest };
  const read = { ...state.read };
  const mentions = { ...state.mentions };
  for (const entry of entries) {
    if (entry.last_message_id === null) continue;
    newest[entry.channel_id] = later(newest[entry.channel_id], entry.last_message_id);
    read[entry.channel_id] ??= "0";
    mentions[entry.channel_id] = (mentions[entry.channel_id] ?? 0) + entry.mentions;
  }
  return { newest, read, mentions };
}

export function messageSeen(state: UnreadState, channelId: Id, messageId: Id, isRead: boolean): UnreadState {
  const newest = { ...state.newest, [channelId]: later(state.newest[channelId], messageId) };
  const next = { ...state, newest };
  if (isRead) return markRead(next, channelId);
  return { ...next, read: { ...state.read, [channelId]: state.read[channelId] ?? "0" } };
}

/** All that is known of the channel has been read. */
export function markRead(state: UnreadState, channelId: Id): UnreadState {
  const newest = state.newest[channelId];
  if (newest === undefined) return state;
  if (state.read[channelId] === newest && !state.mentions[channelId]) return state;
  return {
    ...state,
    read: { ...state.read, [channelId]: newest },
    mentions: { ...state.mentions, [channelId]: 0 },
  };
}

export function isUnread(state: UnreadState, channelId: Id): boolean {
  const newest = state.newest[channelId];
  return newest !== undefined && compareIds(newest, state.read[channelId] ?? "0") > 0;
}

function later(a: Id | undefined, b: Id): Id {
  return a !== undefined && compareIds(a, b) > 0 ? a : b;
}
