import { expect, test } from "vitest";
import { message } from "../testing/samples.ts";
import type { Id } from "../wire.ts";
import {
  countAfter,
  EMPTY,
  isGap,
  LIVE_STEP,
  type PagePlace,
  reduceTimeline,
  type Timeline,
  type TimelineAction,
  WINDOW_MAX,
} from "./timeline.ts";

const LIMIT = 3;
const numbers = (timeline: Timeline) => timeline.messages.map(({ content }) => Number(content.split(" ")[1]));
type Played = TimelineAction | ((timeline: Timeline) => TimelineAction);
const run = (actions: Played[], from = EMPTY) =>
  actions.reduce(
    (timeline, action) => reduceTimeline(timeline, typeof action === "function" ? action(timeline) : action),
    from,
  );
/** As REST answers: newest first. Asked for just before it comes. */
const page =
  (kind: PagePlace["kind"], ...ns: number[]) =>
  ({ messages }: Timeline): TimelineAction => ({
    type: "page",
    place: placeOf(kind, messages.at(kind === "before" ? 0 : -1)?.id ?? "0"),
    messages: ns.map((n) => message(n)).reverse(),
    limit: LIMIT,
  });
const placeOf = (kind: PagePlace["kind"], edge: Id): PagePlace =>
  kind === "before" || kind === "after" ? { kind, edge } : { kind };
const created = (n: number, xSeq: number | null = n): TimelineAction => ({
  type: "created",
  message: message(n),
  xSeq,
});

test("t1 pages and live messages make one list", () => {
  const timeline = run([page("latest", 4, 5, 6), created(7), page("before", 1, 2, 3), page("before")]);
  expect(numbers(timeline)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect([timeline.hasBefore, timeline.hasAfter]).toEqual([false, false]);
});

test("t1 a live message that came before the first page stands once", () => {
  expect(numbers(run([created(6), created(7), page("latest", 4, 5, 6)]))).toEqual([4, 5, 6, 7]);
});

test("t2 an event at or below the cursor changes nothing", () => {
  const timeline = run([page("latest", 1), { type: "subscribed", head: 5, reset: false }]);
  expect(run([created(9, 5)], timeline)).toBe(timeline);
  expect(run([{ type: "passed", xSeq: 6 }], timeline).cursor).toBe(6);
  expect(isGap(timeline, 7)).toBe(true);
  expect([isGap(timeline, 6), isGap(timeline, null), isGap(EMPTY, 7)]).toEqual([false, false, false]);
});

test("t3 a deleted message does not come back with an older page", () => {
  const timeline = run([
    page("latest", 1, 2),
    { type: "deleted", ids: [message(2).id], xSeq: 9 },
    page("latest", 1, 2),
  ]);
  expect(numbers(timeline)).toEqual([1]);
});

test("t1 of two versions of a message the later one stays, with its nonce", () => {
  const edited = message(1, { content: "message 1 later", edited_timestamp: "2026-11-22T13:00:00Z" });
  const timeline = run([
    page("latest"),
    { type: "acknowledged", message: message(1, { nonce: "n1" }) },
    { type: "updated", message: edited, xSeq: 2 },
    page("latest", 1),
    { type: "updated", message: message(99), xSeq: 3 },
  ]);
  expect(timeline.messages).toHaveLength(1);
  expect(timeline.messages[0]).toMatchObject({ content: "message 1 later", nonce: "n1" });
});

test("t4 a window that grew too long lets go at the far end", () => {
  const many = Array.from({ length: WINDOW_MAX }, (_, index) => message(index + 10));
  const full = run([
    { type: "page", place: { kind: "latest" }, messages: [...many].reverse(), limit: WINDOW_MAX },
  ]);
  const up = run([page("before", 7, 8, 9)], full);
  expect([up.messages.length, up.hasAfter, numbers(up)[0]]).toEqual([WINDOW_MAX, true, 7]);
  const live = Array.from({ length: LIVE_STEP }, (_, index) => created(WINDOW_MAX + 10 + index));
  const before = run(live.slice(1), full);
  expect([before.messages.length, numbers(before)[0]]).toEqual([WINDOW_MAX + LIVE_STEP - 1, 10]);
  const after = run(live, full);
  expect([after.messages.length, after.hasBefore, numbers(after)[0]]).toEqual([
    WINDOW_MAX,
    true,
    10 + LIVE_STEP,
  ]);
});

test("t5 live messages wait beside a window that ends in the past", () => {
  const past = run([page("latest", 7, 8, 9), page("around", 1, 2, 3), created(10), created(11)]);
  expect([numbers(past), past.ahead.length]).toEqual([[1, 2, 3], 2]);
  const nearer = run([page("after", 4, 5, 6)], past);
  expect([nearer.hasAfter, nearer.ahead.length]).toEqual([true, 2]);
  expect(numbers(run([page("after", 7, 8, 9), page("after", 10)], nearer))).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
  ]);
  expect(numbers(run([page("latest", 8, 9, 10)], nearer))).toEqual([8, 9, 10, 11]);
});

test("t5 what changes a waiting message reaches it", () => {
  const past = run([page("latest", 1), page("around", 1, 2, 3), created(10)]);
  const edited = message(10, { content: "message 100", edited_timestamp: "2026-11-22T13:00:00Z" });
  const changed = run([{ type: "updated", message: edited, xSeq: 11 }, page("after")], past);
  expect(numbers(changed)).toEqual([1, 2, 3, 100]);
  expect(numbers(run([{ type: "deleted", ids: [message(10).id], xSeq: 11 }, page("after")], past))).toEqual([
    1, 2, 3,
  ]);
});

test("a reset keeps the window on screen until the newest page replaces it", () => {
  const timeline = run([
    page("latest", 1, 2, 3),
    { type: "subscribed", head: 900, reset: true },
    created(900, 901),
  ]);
  expect([numbers(timeline), timeline.cursor, timeline.hasAfter]).toEqual([[1, 2, 3], 901, true]);
  const after = run([page("latest", 897, 898, 899)], timeline);
  expect([numbers(after), after.skippedTo]).toEqual([[897, 898, 899, 900], message(897).id]);
  expect(run([page("before", 894, 895, 896)], after).skippedTo).toBe(message(897).id);
});

test("a newest page that leaves a hole replaces the window", () => {
  const timeline = run([page("latest", 1, 2, 3), page("latest", 47, 48, 49)]);
  expect([numbers(timeline), timeline.hasBefore]).toEqual([[47, 48, 49], true]);
  expect(numbers(run([page("latest", 49)], timeline))).toEqual([47, 48, 49]);
});

test("a window from before the first subscription is not taken for the present", () => {
  const timeline = run([
    page("latest", 1, 2, 3),
    { type: "subscribed", head: 49, reset: false },
    created(50),
  ]);
  expect(numbers(run([page("latest", 48, 49, 50)], timeline))).toEqual([48, 49, 50]);
  expect(numbers(run([page("latest", 47, 48, 49)], timeline))).toEqual([47, 48, 49, 50]);
});

test("a message older than the window stays outside it", () => {
  expect(numbers(run([page("latest", 4, 5, 6), created(1, 7)]))).toEqual([4, 5, 6]);
});

test("counts what came after a message", () => {
  const { messages } = run([page("latest", 1, 2, 3)]);
  expect([
    countAfter(messages, message(1).id),
    countAfter(messages, message(3).id),
    countAfter([], "1"),
  ]).toEqual([2, 0, 0]);
});
