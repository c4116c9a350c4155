/**
 * From messages to the rows of the timeline: day dividers, groups of one author, what is not sent yet.
 */
import type { OutboxEntry } from "../outbox/outbox.ts";
import { compareIds } from "../snowflake.ts";
import { type Id, MESSAGE_DEFAULT, type Message, type User } from "../wire.ts";
import { isChangeable } from "../writing.ts";

/** One author's messages stand together when no more than this lies between two of them. */
const GROUP_GAP_MS = 7 * 60_000;

export type Row =
  /** The channel's very beginning. */
  | { kind: "beginning"; key: string }
  | { kind: "day"; key: string; timeMs: number }
  | { kind: "new"; key: string; timeMs: number }
  /** More was missed here than can be replayed; the newest page begins below. */
  | { kind: "skipped"; key: string }
  | { kind: "message"; key: string; message: Message; timeMs: number; first: boolean }
  | {
      kind: "pending";
      key: string;
      entry: OutboxEntry;
      author: User;
      timeMs: number;
      first: boolean;
      /** Whether it is the next one to be sent. */
      isHead: boolean;
    };

export interface RowsInput {
  messages: readonly Message[];
  pending: readonly OutboxEntry[];
  self: User;
  hasBefore: boolean;
  /** The newest message that was read when the channel was opened. */
  lastReadId: Id | null;
  /** The first message after what was skipped. */
  skippedTo: Id | null;
}

const NOBODY = "";

export function buildRows({ messages, pending, self, hasBefore, lastReadId, skippedTo }: RowsInput): Row[] {
  const rows: Row[] = hasBefore ? [] : [{ kind: "beginning", key: "beginning" }];
  let previous: { authorId: Id; timeMs: number } | null = null;
  let newShown = lastReadId === null;

  function next(authorId: Id, timeMs: number): boolean {
    const newDay = previous === null || !isSameDay(previous.timeMs, timeMs);
    if (newDay) rows.push({ kind: "day", key: `day-${startOfDayMs(timeMs)}`, timeMs });
    const first =
      newDay ||
      previous === null ||
      previous.authorId !== authorId ||
      timeMs - previous.timeMs > GROUP_GAP_MS;
    previous = { authorId, timeMs };
    return first;
  }

  for (const message of messages) {
    const timeMs = notBefore(previous, Date.parse(message.timestamp));
    const afterSkip = message.id === skippedTo;
    if (afterSkip) rows.push({ kind: "skipped", key: "skipped" });
    // An answer stands by itself, and so does what nobody wrote: nothing is grouped with it.
    const author = isChangeable(message) ? message.author.id : NOBODY;
    let first = next(author, timeMs) || afterSkip || message.type !== MESSAGE_DEFAULT;
    if (
      !newShown &&
      lastReadId !== null &&
      compareIds(message.id, lastReadId) > 0 &&
      message.author.id !== self.id
    ) {
      rows.push({ kind: "new", key: "new", timeMs });
      newShown = true;
      first = true;
    }
    rows.push({ kind: "message", key: messageKey(message, self.id), message, timeMs, first });
  }
  const head = pending.find(({ refusal }) => refusal === null);
  for (const entry of pending) {
    const timeMs = notBefore(previous, entry.writtenAtMs);
    const first = next(self.id, timeMs) || entry.reply !== undefined;
    rows.push({
      kind: "pending",
      key: `n${entry.nonce}`,
      entry,
      author: self,
      timeMs,
      first,
      isHead: entry === head,
    });
  }
  return rows;
}

/** Clocks differ: the days of the rows never go back. */
function notBefore(previous: { timeMs: number } | null, timeMs: number): number {
  return Math.max(timeMs, previous?.timeMs ?? timeMs);
}

/** A message of our own keeps the key of the pending row that it replaces. */
function messageKey(message: Message, self: Id): string {
  return message.nonce && message.author.id === self ? `n${message.nonce}` : `m${message.id}`;
}

function isSameDay(aMs: number, bMs: number): boolean {
  return startOfDayMs(aMs) === startOfDayMs(bMs);
}

/** In the reader's time zone. */
function startOfDayMs(timeMs: number): number {
  return new Date(timeMs).setHours(0, 0, 0, 0);
}

/**
 * Where a key leads from row `at`, as the key of the row: only what somebody said is a stop. From nowhere
 * both arrows lead to the newest. Null: nowhere else.
 */
export function nextStop(rows: readonly Row[], at: number | null, key: string): string | null {
  const isStop = ({ kind }: Row) => kind === "message" || kind === "pending";
  switch (key) {
    case "ArrowUp":
      return rows.slice(0, at ?? rows.length).findLast(isStop)?.key ?? null;
    case "ArrowDown":
      if (at === null) return rows.findLast(isStop)?.key ?? null;
      return rows.slice(at + 1).find(isStop)?.key ?? null;
    case "Home":
      return at === null ? null : (rows.find(isStop)?.key ?? null);
    case "End":
      return at === null ? null : (rows.findLast(isStop)?.key ?? null);
    default:
      return null;
  }
}
