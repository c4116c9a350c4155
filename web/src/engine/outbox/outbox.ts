/**
 * Messages written here and not yet acknowledged, as pure functions over a list.
 *
 * - O1  A channel's messages go out in the order they were written, one at a time.
 * - O2  Every try of a message carries the same nonce, so the server knows it again.
 * - O3  Only a refusal stops a message; it then waits for its author and holds up nobody.
 * - O4  A message whose last try had no clear outcome may be in the channel already: it is not taken back,
 *       for written anew, with another nonce, it would stand there twice.
 * - O5  What is older than `STALE_MS` waits too: who opens a laptop a day later is asked first.
 */
import { compareIds } from "../snowflake.ts";
import type { Id, Message } from "../wire.ts";

/** After so long nobody knows whether it is still meant. */
export const STALE_MS = 3_600_000;

export interface Reply {
  readonly messageId: Id;
  /** Whether its author is notified. */
  readonly ping: boolean;
}

/** A file that goes with a message, as its row shows it; what is in it stays with the tab. */
export interface FileNote {
  readonly name: string;
  readonly size: number;
}

export interface OutboxEntry {
  readonly nonce: string;
  readonly channelId: Id;
  readonly content: string;
  readonly writtenAtMs: number;
  /** Rises with each message written in this browser. */
  readonly order: number;
  /** The message that it answers. */
  readonly reply?: Reply;
  readonly files?: readonly FileNote[];
  /** The server's sentence, when it refused; empty when it has none. */
  readonly refusal: string | null;
  /** A try is under way, or ended without a clear outcome (O4). */
  readonly tried: boolean;
}

/** The body of the post. */
export function postBody({ content, nonce, reply }: OutboxEntry): object {
  const body = { content, nonce, enforce_nonce: true };
  if (!reply) return body;
  return {
    ...body,
    // Without what it answers it is a message like any other.
    message_reference: { message_id: reply.messageId, fail_if_not_exists: false },
    allowed_mentions: { parse: ["users", "roles", "everyone"], replied_user: reply.ping },
  };
}

/** The next entry of each channel, but of those that are being sent already. */
export function nextToSend(
  entries: readonly OutboxEntry[],
  busy: ReadonlySet<Id>,
  nowMs: number,
): OutboxEntry[] {
  const heads = new Map<Id, OutboxEntry>();
  for (const entry of inOrder(entries)) {
    if (
      entry.refusal === null &&
      !isStale(entry, nowMs) &&
      !busy.has(entry.channelId) &&
      !heads.has(entry.channelId)
    ) {
      heads.set(entry.channelId, entry);
    }
  }
  return [...heads.values()];
}

export function isStale({ writtenAtMs }: OutboxEntry, nowMs: number): boolean {
  return nowMs - writtenAtMs > STALE_MS;
}

/** What stands below the messages of a channel: entries whose message is not among them. */
export function pendingIn(
  entries: readonly OutboxEntry[],
  channelId: Id,
  messages: readonly Message[],
  self: Id,
): OutboxEntry[] {
  const mine = entries.filter((entry) => entry.channelId === channelId);
  if (mine.length === 0) return mine;
  const known = new Set(messages.filter(({ author }) => author.id === self).map(({ nonce }) => nonce));
  return inOrder(mine.filter(({ nonce }) => !known.has(nonce)));
}

/** Refused ones are written again at the end: what was said since stands before them. */
export function retried(entry: OutboxEntry, order: number, nowMs: number): OutboxEntry {
  return { ...entry, refusal: null, order, writtenAtMs: nowMs };
}

export function inOrder(entries: readonly OutboxEntry[]): OutboxEntry[] {
  return [...entries].sort((a, b) => a.order - b.order || compareIds(a.nonce, b.nonce));
}
