import fc from "fast-check";
import { expect, test } from "vitest";
import { idAt, message } from "../testing/samples.ts";
import {
  add,
  type Board,
  BURST_MAX,
  CALL_AGAIN_MS,
  drop,
  EMPTY_BOARD,
  nextMs,
  REFILL_MS,
  SHOWN_MAX,
  settle,
  WAITING_MAX,
} from "./board.ts";
import type { News } from "./news.ts";

const NOW = 1_000_000;

const news = (channelId: string, n = 1, part: Partial<News> = {}): News => ({
  channelId,
  messageId: idAt(Date.UTC(2026, 10, 27) + n),
  message: message(n, { channel_id: channelId }),
  isMention: false,
  ...part,
});
const vague = (channelId: string, n = 1) => news(channelId, n, { message: null });
const wanted = () => true;
const shownBy = (board: Board, nowMs: number) => settle(board, nowMs, wanted).show;

test("bd2 news wait for their moment, and what is not wanted any more then is not shown", () => {
  const board = add(EMPTY_BOARD, news("10"), NOW + 800);
  expect(nextMs(board, NOW)).toBe(NOW + 800);
  expect(shownBy(board, NOW + 799)).toEqual([]);
  expect(shownBy(board, NOW + 800)).toMatchObject([{ notice: { count: 1 }, calls: true }]);
  const step = settle(board, NOW + 800, () => false);
  expect(step.show).toEqual([]);
  expect(nextMs(step.board, NOW + 800)).toBeNull();
});

test("bd1 what comes while it waits is one notification, with the last of it", () => {
  let board = EMPTY_BOARD;
  for (let n = 1; n <= 5; n++) board = add(board, news("10", n), NOW + 100 * n);
  const [{ notice } = { notice: null }, ...rest] = shownBy(board, NOW + 100);
  expect(rest).toEqual([]);
  expect(notice).toMatchObject({ count: 5, news: { message: { content: "message 5" } } });
});

test("bd1 bd4 what comes while one is shown is added to it, and calls again only after a while", () => {
  const first = settle(add(EMPTY_BOARD, news("10", 1), NOW), NOW, wanted);
  const second = settle(add(first.board, news("10", 2), NOW + 10), NOW + 10, wanted);
  expect(second.show).toMatchObject([{ notice: { count: 2 }, calls: false }]);
  const laterMs = NOW + CALL_AGAIN_MS;
  const third = settle(add(second.board, news("10", 3), laterMs), laterMs, wanted);
  expect(third.show).toMatchObject([{ notice: { count: 3 }, calls: true }]);
});

test("what only says that there is more is told once, until it is read", () => {
  const first = settle(add(EMPTY_BOARD, vague("10"), NOW), NOW, wanted);
  expect(first.show).toMatchObject([{ notice: { isVague: true }, calls: true }]);
  const more = add(first.board, vague("10", 2), NOW + 60_000);
  expect(nextMs(more, NOW + 60_000)).toBeNull();
  const read = drop(more, () => true);
  expect(read.close).toEqual(["10"]);
  expect(shownBy(add(read.board, vague("10", 3), NOW), NOW)).toHaveLength(1);
});

test("a mention among what could not be counted is shown with its words", () => {
  const board = add(add(EMPTY_BOARD, vague("10"), NOW), news("10", 2, { isMention: true }), NOW);
  expect(shownBy(board, NOW)).toMatchObject([
    { notice: { isVague: true, news: { isMention: true, message: { content: "message 2" } } } },
  ]);
});

test("bd3 a few begin at once and then one at a time, in their order", () => {
  let board = EMPTY_BOARD;
  for (let n = 0; n < BURST_MAX + 2; n++) board = add(board, news(`c${n}`), NOW);
  const first = settle(board, NOW, wanted);
  expect(first.show.map(({ notice }) => notice.news.channelId)).toEqual(["c0", "c1", "c2", "c3"]);
  expect(nextMs(first.board, NOW)).toBe(NOW + REFILL_MS);
  const none = settle(first.board, NOW + REFILL_MS - 1, wanted);
  expect(none.show).toEqual([]);
  const second = settle(none.board, NOW + REFILL_MS, wanted);
  expect(second.show.map(({ notice }) => notice.news.channelId)).toEqual(["c4"]);
});

test("bd3 of too many that wait those that name nobody go first", () => {
  let board = add(EMPTY_BOARD, news("mention", 1, { isMention: true }), NOW);
  for (let n = 0; n < WAITING_MAX + 5; n++) board = add(board, news(`c${n}`), NOW);
  expect(board.waiting.size).toBe(WAITING_MAX);
  expect(board.waiting.has("mention")).toBe(true);
  expect(board.waiting.has("c0")).toBe(false);
});

test("bd5 what was read is taken away, and the rest stays", () => {
  const shown = settle(add(add(EMPTY_BOARD, news("10"), NOW), news("11"), NOW), NOW, wanted);
  const step = drop(add(shown.board, news("12"), NOW), ({ channelId }) => channelId !== "11");
  expect(step.close).toEqual(["10"]);
  expect([...step.board.shown.keys()]).toEqual(["11"]);
  expect(step.board.waiting.size).toBe(0);
  expect(drop(step.board, () => false).board).toBe(step.board);
});

test("what was missed is counted as that, until something new is said", () => {
  const board = add(EMPTY_BOARD, vague("10"), NOW, true, 7);
  expect(shownBy(board, NOW)).toMatchObject([{ notice: { count: 7, isMissed: true, isVague: false } }]);
  expect(shownBy(add(board, news("10", 2), NOW), NOW)).toMatchObject([
    { notice: { count: 8, isMissed: false } },
  ]);
});

test("bd1 bd3 whatever comes: so many a second, one a channel, and never more than there is room for", () => {
  const move = fc.record({ channel: fc.nat(60), passMs: fc.nat(400), isMention: fc.boolean() });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 300 }), (moves) => {
      let board = EMPTY_BOARD;
      let nowMs = NOW;
      const shown: number[] = [];
      for (const [n, { channel, passMs, isMention }] of moves.entries()) {
        nowMs += passMs;
        board = add(board, news(`c${channel}`, n, { isMention }), nowMs + 100);
        const step = settle(board, nowMs, wanted);
        board = step.board;
        shown.push(...step.show.map(() => nowMs));
        expect(board.waiting.size).toBeLessThanOrEqual(WAITING_MAX);
        expect(board.shown.size).toBeLessThanOrEqual(SHOWN_MAX);
        const recent = shown.filter((ms) => nowMs - ms < REFILL_MS);
        expect(recent.length).toBeLessThanOrEqual(BURST_MAX + 1);
      }
    }),
  );
});
