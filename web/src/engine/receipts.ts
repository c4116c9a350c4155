/**
 * How far others got with one's own messages.
 *
 * - RE1  Nobody goes back: of several receipts the farthest counts, and whoever read a message got it.
 */
import { compareIds } from "./snowflake.ts";
import type { Id } from "./wire.ts";

export interface ReceiptsEvent {
  channel_id: Id;
  receipts: { user_id: Id; message_id: Id; kind: "delivered" | "read" }[];
}

interface Reached {
  readonly delivered: Id;
  readonly read: Id;
}

/** By channel, then by user. */
export type Receipts = Readonly<Record<Id, Readonly<Record<Id, Reached>>>>;

/** Who got a message. */
export interface Reach {
  read: Id[];
  /** And did not read it. */
  delivered: Id[];
}

const NOTHING: Reached = { delivered: "0", read: "0" };

export function noteReceipts(state: Receipts, { channel_id, receipts }: ReceiptsEvent): Receipts {
  const channel: Record<Id, Reached> = { ...state[channel_id] };
  for (const { user_id, message_id, kind } of receipts) {
    const known = channel[user_id] ?? NOTHING;
    channel[user_id] = { ...known, [kind]: later(known[kind], message_id) };
  }
  return { ...state, [channel_id]: channel };
}

export function reachOf(state: Receipts, channelId: Id, messageId: Id): Reach {
  const reach: Reach = { read: [], delivered: [] };
  for (const [user, { read, delivered }] of Object.entries(state[channelId] ?? {})) {
    if (compareIds(read, messageId) >= 0) reach.read.push(user);
    else if (compareIds(delivered, messageId) >= 0) reach.delivered.push(user);
  }
  return reach;
}

/** Whether somebody read this message, and none of the later ones. */
export function isLastRead(state: Receipts, channelId: Id, messageId: Id): boolean {
  return Object.values(state[channelId] ?? {}).some(({ read }) => read === messageId);
}

function later(one: Id, other: Id): Id {
  return compareIds(one, other) >= 0 ? one : other;
}
