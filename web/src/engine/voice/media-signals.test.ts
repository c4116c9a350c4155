import { expect, test } from "vitest";
import { readMediaSignal } from "./media-signals.ts";

const about = { channel_id: "11", n: 3 };

test("an answer is read, and who moves to which line", () => {
  expect(readMediaSignal({ ...about, answer: "v=0" })).toEqual({
    ...about,
    answer: "v=0",
    slots: new Map(),
    isEnded: false,
  });
  expect(readMediaSignal({ ...about, slots: { 1: "7", 2: null, 3: 9 } })).toEqual({
    ...about,
    answer: null,
    isEnded: false,
    slots: new Map([
      ["1", "7"],
      ["2", null],
    ]),
  });
});

test("the end of a connection is read", () => {
  expect(readMediaSignal({ ...about, ended: true })).toMatchObject({ ...about, isEnded: true });
  expect(readMediaSignal({ ...about, ended: false })).toBeNull();
});

test.each([
  null,
  "nonsense",
  about,
  { ...about, n: "3", answer: "v=0" },
  { ...about, channel_id: 11, answer: "v=0" },
  { ...about, answer: "x".repeat(65_537) },
  { ...about, answer: 7, slots: "all" },
  { ...about, slots: [[]] },
  { channel_id: "11", peer_id: "3", n: 1, sdp: { type: "answer", sdp: "of a mesh" } },
])("what says nothing is dropped: %#", (data) => {
  expect(readMediaSignal(data)).toBeNull();
});
