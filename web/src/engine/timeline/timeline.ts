/**
 * What one channel has said, as far as this client has loaded it: a window without holes.
 *
 * - T1  Each message stands once, in the order of the ids, whatever order its news came in.
 * - T2  The cursor is the greatest sequence seen; an event at or below it changes nothing.
 * - T3  What was deleted does not come back with a page that was asked for earlier.
 * - T4  The window grows to `WINDOW_MAX`, then lets go at the end that nobody looks at. Live messages
 *   make it let go in steps: else each of them would move the start away from under an older page.
 * - T5  While the window ends in the past, live messages wait in `ahead`; nothing falls between the
 *   page that reaches the present and what came in while it was fetched.
 * - T6  A page counts only where the window still ends where the page was asked from: one that the
 *   window moved away from meanwhile would leave a hole, and is asked for again.
 */
import { compareIds } from "../snowflake.ts";
import type { Id, Message } from "../wire.ts";
import { changeReactions, type ReactionChange } from "./reactions.ts";

/** Messages that one page brings. */
export const PAGE_MESSAGES = 50;
/** Messages kept in memory for one channel. */
export const WINDOW_MAX = 2_000;
/** Live messages by which a full window grows before it lets go of so many: more than come in during one request. */
export const LIVE_STEP = 200;
/** Live messages kept beside a window that ends in the past: more than come in during one request. */
const AHEAD_MAX = 200;
/** Deleted ids remembered: more than can be under way in one page. */
const TOMBSTONES_MAX = 500;

export interface Timeline {
  readonly messages: readonly Message[];
  readonly cursor: number | null;
  readonly loaded: boolean;
  /** Whether older, or newer, messages exist outside the window. */
  readonly hasBefore: boolean;
  readonly hasAfter: boolean;
  readonly ahead: readonly Message[];
  readonly deleted: ReadonlySet<Id>;
  /**
   * Where the newest page began that came after more was missed than can be replayed; `pending` until
   * it is there.
   */
  readonly skippedTo: Id | "pending" | null;
}

/** `edge`: the message at the end of the window that the page was asked from. */
export type PagePlace = { kind: "latest" | "around" } | { kind: "before" | "after"; edge: Id };

export type TimelineAction =
  /** A page from REST, newest first, as it comes. `limit`: how many were asked for. */
  | { type: "page"; place: PagePlace; messages: readonly Message[]; limit: number }
  /** The answer to a post of our own. It carries no sequence. */
  | { type: "acknowledged"; message: Message }
  | { type: "created" | "updated"; message: Message; xSeq: number | null }
  | { type: "deleted"; ids: readonly Id[]; xSeq: number | null }
  | { type: "reacted"; messageId: Id; change: ReactionChange; xSeq: number | null }
  /** A message as REST shows it now. */
  | { type: "reread"; message: Message }
  /** An event that changes no message of the window. */
  | { type: "passed"; xSeq: number | null }
  | { type: "subscribed"; head: number; reset: boolean };

export const EMPTY: Timeline = {
  messages: [],
  cursor: null,
  loaded: false,
  hasBefore: false,
  hasAfter: false,
  ahead: [],
  deleted: new Set(),
  skippedTo: null,
};

export function reduceTimeline(timeline: Timeline, action: TimelineAction): Timeline {
  switch (action.type) {
    case "page":
      return applyPage(timeline, action.place, action.messages, action.limit);
    case "acknowledged":
      return append(timeline, asTold(action.message));
    case "created":
      return advance(timeline, action.xSeq, (next) => append(next, asTold(action.message)));
    case "updated":
      return advance(timeline, action.xSeq, (next) => replace(next, asTold(action.message)));
    case "reacted":
      return advance(timeline, action.xSeq, (next) => react(next, action.messageId, action.change));
    case "reread":
      return replace(timeline, action.message);
    case "deleted":
      return advance(timeline, action.xSeq, (next) => remove(next, action.ids));
    case "passed":
      return advance(timeline, action.xSeq, (next) => next);
    case "subscribed":
      return subscribed(timeline, action.head, action.reset);
    default:
      return action satisfies never;
  }
}

/** Whether events between the cursor and this one never came. Only live events tell. */
export function isGap(timeline: Timeline, xSeq: number | null): boolean {
  return xSeq !== null && timeline.cursor !== null && xSeq > timeline.cursor + 1;
}

export function countAfter(messages: readonly Message[], id: Id): number {
  return messages.length - upperBound(messages, id);
}

function advance(timeline: Timeline, xSeq: number | null, apply: (next: Timeline) => Timeline): Timeline {
  if (xSeq === null) return apply(timeline);
  if (timeline.cursor !== null && xSeq <= timeline.cursor) return timeline;
  return apply({ ...timeline, cursor: xSeq });
}

/**
 * After a reset, and after a page that no subscription vouched for, something may lie between the window
 * and the present: it stays on screen, as a past one, until the newest page replaces it.
 */
function subscribed(timeline: Timeline, head: number, reset: boolean): Timeline {
  const isBroken = reset || timeline.cursor === null;
  if (isBroken) {
    const skippedTo = reset && timeline.loaded ? "pending" : timeline.skippedTo;
    return { ...timeline, cursor: head, hasAfter: timeline.loaded, ahead: [], skippedTo };
  }
  return { ...timeline, cursor: Math.max(head, timeline.cursor ?? 0) };
}

/** A new message belongs to the window only when the window reaches to the present. */
function append(timeline: Timeline, message: Message): Timeline {
  if (timeline.hasAfter) return { ...timeline, ahead: [...timeline.ahead, message].slice(-AHEAD_MAX) };
  const oldest = timeline.messages[0];
  if (timeline.hasBefore && oldest && compareIds(message.id, oldest.id) < 0) return timeline;
  const next = withMessages(timeline, [message]);
  return next.messages.length < WINDOW_MAX + LIVE_STEP ? next : trim(next, "start");
}

function replace(timeline: Timeline, message: Message): Timeline {
  const ahead = timeline.ahead.map((known) =>
    known.id === message.id ? laterVersion(known, message) : known,
  );
  const isKnown = indexOf(timeline.messages, message.id) !== null;
  return isKnown ? withMessages({ ...timeline, ahead }, [message]) : { ...timeline, ahead };
}

/** Reactions have events of their own: what an event of the message says of them is not meant. */
function asTold({ reactions: _untold, ...message }: Message): Message {
  return message;
}

function react(timeline: Timeline, id: Id, change: ReactionChange): Timeline {
  const changed = (message: Message) =>
    message.id === id ? { ...message, reactions: changeReactions(message.reactions ?? [], change) } : message;
  const at = indexOf(timeline.messages, id);
  const known = at === null ? undefined : timeline.messages[at];
  const messages = at !== null && known ? timeline.messages.with(at, changed(known)) : timeline.messages;
  return { ...timeline, messages, ahead: timeline.ahead.map(changed) };
}

function remove(timeline: Timeline, ids: readonly Id[]): Timeline {
  const deleted = new Set([...timeline.deleted, ...ids].slice(-TOMBSTONES_MAX));
  const gone = new Set(ids);
  const stays = ({ id }: Message) => !gone.has(id);
  return {
    ...timeline,
    deleted,
    messages: timeline.messages.filter(stays),
    ahead: timeline.ahead.filter(stays),
  };
}

function applyPage(timeline: Timeline, place: PagePlace, page: readonly Message[], limit: number): Timeline {
  const full = page.length >= limit;
  switch (place.kind) {
    case "latest": {
      const base = { ...baseForLatest(timeline, page, full), skippedTo: skippedTo(timeline, page) };
      return reachPresent({ ...withMessages(base, page), loaded: true });
    }
    case "around": {
      const base = { ...timeline, messages: [], loaded: true };
      return { ...withMessages(base, page), hasBefore: true, hasAfter: true };
    }
    case "before":
      if (timeline.messages[0]?.id !== place.edge) return timeline;
      return trim({ ...withMessages(timeline, page), hasBefore: full }, "end");
    case "after": {
      if (timeline.messages.at(-1)?.id !== place.edge) return timeline;
      const next = trim(withMessages(timeline, page), "start");
      return full || timeline.ahead.length >= AHEAD_MAX ? { ...next, hasAfter: true } : reachPresent(next);
    }
    default:
      return place satisfies never;
  }
}

/** What of the window stays when the newest page comes. */
function baseForLatest(timeline: Timeline, page: readonly Message[], full: boolean): Timeline {
  // Before the first page there are only live messages, and they follow on from it.
  if (!timeline.loaded) return { ...timeline, hasBefore: full };
  if (timeline.hasAfter) return { ...timeline, messages: [], hasBefore: full };
  if (touches(timeline, page, full)) return timeline;
  const newest = page[0];
  const since = newest ? timeline.messages.slice(upperBound(timeline.messages, newest.id)) : [];
  return { ...timeline, messages: since, hasBefore: full };
}

function skippedTo({ skippedTo: known }: Timeline, page: readonly Message[]): Id | null {
  return known === "pending" ? (page.at(-1)?.id ?? null) : known;
}

/** T5: the window now ends at the present. */
function reachPresent(timeline: Timeline): Timeline {
  const oldest = timeline.messages[0];
  const ahead = timeline.ahead.filter(({ id }) => !oldest || compareIds(id, oldest.id) > 0);
  return trim({ ...withMessages(timeline, ahead), ahead: [], hasAfter: false }, "start");
}

/** Whether the newest page leaves no hole between itself and what is in the window. */
function touches(timeline: Timeline, page: readonly Message[], full: boolean): boolean {
  if (!full) return true;
  const newest = timeline.messages.at(-1);
  return newest !== undefined && page.some(({ id }) => compareIds(id, newest.id) <= 0);
}

/** T1, T3: merges messages in, each once, the later version of each. */
function withMessages(timeline: Timeline, incoming: readonly Message[]): Timeline {
  const messages = [...timeline.messages];
  for (const message of incoming) {
    if (timeline.deleted.has(message.id)) continue;
    const at = upperBound(messages, message.id);
    const before = messages[at - 1];
    if (before?.id === message.id) messages[at - 1] = laterVersion(before, message);
    else messages.splice(at, 0, message);
  }
  return { ...timeline, messages };
}

/** The nonce is kept, because the row on screen is known by it. */
function laterVersion(known: Message, incoming: Message): Message {
  const nonce = known.nonce ?? incoming.nonce ?? null;
  const knownIsLater = (known.edited_timestamp ?? "") > (incoming.edited_timestamp ?? "");
  return knownIsLater ? { ...known, nonce } : { ...known, ...incoming, nonce };
}

function trim(timeline: Timeline, end: "start" | "end"): Timeline {
  if (timeline.messages.length <= WINDOW_MAX) return timeline;
  return end === "start"
    ? { ...timeline, messages: timeline.messages.slice(-WINDOW_MAX), hasBefore: true }
    : { ...timeline, messages: timeline.messages.slice(0, WINDOW_MAX), hasAfter: true };
}

/** The index of the first message with a greater id. New messages come last: looked at first. */
function upperBound(messages: readonly Message[], id: Id): number {
  let low = 0;
  let high = messages.length;
  const last = messages[high - 1];
  if (!last || compareIds(last.id, id) <= 0) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    const candidate = messages[middle];
    if (candidate && compareIds(candidate.id, id) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function indexOf(messages: readonly Message[], id: Id): number | null {
  const at = upperBound(messages, id) - 1;
  return messages[at]?.id === id ? at : null;
}
