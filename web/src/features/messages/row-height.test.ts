import { expect, test } from "vitest";
import { message } from "@/engine/testing/samples.ts";
import type { Row } from "@/engine/timeline/rows.ts";
import type { Message } from "@/engine/wire.ts";
import { rowHeights } from "./row-height.ts";

function row(part: Partial<Message> = {}, first = false): Row {
  const shown = message(1, part);
  return { kind: "message", key: shown.id, message: shown, timeMs: 0, first };
}

test("a row is guessed as high as the last of its make, and more where it has more to say", () => {
  const heights = rowHeights();
  heights.learn(row(), 31);
  heights.learn(row({}, true), 70);
  expect([heights.guessPx(row()), heights.guessPx(row({}, true))]).toEqual([31, 70]);
  expect(heights.guessPx(row({ content: "x".repeat(250) }))).toBeGreaterThan(31);
  expect(heights.guessPx({ kind: "day", key: "d", timeMs: 0 })).toBe(42);
});

test("what is not of one height everywhere teaches nothing", () => {
  const heights = rowHeights();
  const before = heights.guessPx(row());
  const reactions = [{ emoji: { id: null, name: "👍" }, count: 1, me: false }];
  for (const part of [{ content: "two\nlines" }, { content: "# large" }, { reactions }, { type: 7 }])
    heights.learn(row(part), 90);
  heights.learn(row(), 0);
  expect(heights.guessPx(row())).toBe(before);
});
