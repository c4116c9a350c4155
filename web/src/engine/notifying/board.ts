/**
 * What waits to be told, and what is shown. Pure: time comes in, what is to be done goes out.
 *
 * - BD1  Each channel has at most one notification. What comes while it waits or is shown is summed up in it.
 * - BD2  News wait a moment first: what is read meanwhile, here or elsewhere, is not shown at all.
 * - BD3  So many begin at once and a second; the others wait, and of too many that wait some are dropped:
 *        their marks are there all the same.
 * - BD4  A notification that is there already calls again only after a while.
 * - BD5  What was read is taken away.
 */
import { compareIds } from "../snowflake.ts";
import type { Id } from "../wire.ts";
import type { News } from "./news.ts";

/** Begun at once at most; after that one more each time. */
export const BURST_MAX = 4;
export const REFILL_MS = 1_000;
/** Channels that wait. */
export const WAITING_MAX = 20;
/** Channels with a notification. */
export const SHOWN_MAX = 20;
/** Between two calls of one channel. */
export const CALL_AGAIN_MS = 5_000;

export interface Notice {
  news: News;
  /** How many messages it stands for. */
  count: number;
  /** Whether there are more than could be counted. */
  isVague: boolean;
  /** Whether it was missed while there was no connection: then mentions are counted. */
  isMissed: boolean;
}

interface Waiting extends Notice {
  dueMs: number;
}

interface Shown extends Notice {
  calledMs: number;
}

/** Both in the order in which they came. */
export interface Board {
  readonly waiting: ReadonlyMap<Id, Waiting>;
  readonly shown: ReadonlyMap<Id, Shown>;
  /** How many may begin now, and since when that is so. */
  readonly room: number;
  readonly roomMs: number;
}

export interface BoardStep {
  board: Board;
  /** `calls`: it makes itself noticed. */
  show: { notice: Notice; calls: boolean }[];
  close: Id[];
}

export const EMPTY_BOARD: Board = { waiting: new Map(), shown: new Map(), room: BURST_MAX, roomMs: 0 };

/** BD1, BD2 */
export function add(board: Board, news: News, dueMs: number, isMissed = false, count = 1): Board {
  const { channelId } = news;
  const before = board.waiting.get(channelId);
  // What only says that there is more adds nothing to what is shown already.
  if (!news.message && (before || board.shown.has(channelId))) return board;
  const waiting = new Map(board.waiting);
  if (before) {
    waiting.set(channelId, {
      ...before,
      news: newer(before.news, news),
      count: before.count + count,
      isMissed: before.isMissed && isMissed,
    });
  } else {
    waiting.set(channelId, { news, count, isVague: !news.message && !isMissed, isMissed, dueMs });
    if (waiting.size > WAITING_MAX) waiting.delete(leastOf(waiting));
  }
  return { ...board, waiting };
}

/** Shows what is due and still wanted. */
export function settle(board: Board, nowMs: number, isWanted: (news: News) => boolean): BoardStep {
  const waiting = new Map(board.waiting);
  const shown = new Map(board.shown);
  const show: BoardStep["show"] = [];
  let room = roomAt(board, nowMs);
  for (const [id, { dueMs, ...notice }] of board.waiting) {
    if (dueMs > nowMs) continue;
    if (!isWanted(notice.news)) {
      waiting.delete(id);
      continue;
    }
    // BD3
    if (room === 0) break;
    room -= 1;
    waiting.delete(id);
    const before = shown.get(id);
    const calls = !before || nowMs - before.calledMs >= CALL_AGAIN_MS;
    const summed = before ? joined(before, notice) : notice;
    shown.delete(id);
    shown.set(id, { ...summed, calledMs: calls ? nowMs : (before?.calledMs ?? nowMs) });
    show.push({ notice: summed, calls });
  }
  const close = [...shown.keys()].slice(0, Math.max(0, shown.size - SHOWN_MAX));
  for (const id of close) shown.delete(id);
  return { board: { waiting, shown, room, roomMs: refilledMs(board, nowMs) }, show, close };
}

/** BD5. Drops what waits and what is shown of it. */
export function drop(board: Board, isOver: (news: News) => boolean): BoardStep {
  const waiting = new Map([...board.waiting].filter(([, { news }]) => !isOver(news)));
  const shown = new Map([...board.shown].filter(([, { news }]) => !isOver(news)));
  const close = [...board.shown.keys()].filter((id) => !shown.has(id));
  if (waiting.size === board.waiting.size && close.length === 0) return { board, show: [], close };
  return { board: { ...board, waiting, shown }, show: [], close };
}

/** When to settle next; null: nothing waits. */
export function nextMs(board: Board, nowMs: number): number | null {
  if (board.waiting.size === 0) return null;
  const due = Math.min(...[...board.waiting.values()].map(({ dueMs }) => dueMs));
  return roomAt(board, nowMs) > 0 ? due : Math.max(due, refilledMs(board, nowMs) + REFILL_MS);
}

function roomAt({ room, roomMs }: Board, nowMs: number): number {
  return Math.min(BURST_MAX, room + Math.max(0, Math.floor((nowMs - roomMs) / REFILL_MS)));
}

/** Up to when room was counted: parts of a period count on. */
function refilledMs({ roomMs }: Board, nowMs: number): number {
  return nowMs < roomMs ? nowMs : nowMs - ((nowMs - roomMs) % REFILL_MS);
}

function joined(before: Notice, after: Notice): Notice {
  return {
    news: newer(before.news, after.news),
    count: before.count + after.count,
    isVague: before.isVague || after.isVague,
    isMissed: false,
  };
}

function newer(a: News, b: News): News {
  const later = compareIds(b.messageId, a.messageId) > 0 ? b : a;
  return { ...later, message: later.message ?? a.message, isMention: a.isMention || b.isMention };
}

/** The first that names nobody, else the first. */
function leastOf(waiting: ReadonlyMap<Id, Waiting>): Id {
  const entries = [...waiting];
  const [id] = entries.find(([, { news }]) => !news.isMention) ?? entries[0] ?? [""];
  return id;
}
