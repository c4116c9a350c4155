import { expect, test } from "vitest";
import type { OutboxEntry } from "../outbox/outbox.ts";
import { ada, bob, message } from "../testing/samples.ts";
import type { Message } from "../wire.ts";
import { buildRows, nextStop, type Row, type RowsInput } from "./rows.ts";

const at = (iso: string, part: Partial<Message> = {}) => ({ timestamp: iso, ...part });
const entry: OutboxEntry = {
  nonce: "n9",
  channelId: "10",
  content: "x",
  writtenAtMs: 0,
  order: 1,
  refusal: null,
  tried: false,
};

function rows(part: Partial<RowsInput>): Row[] {
  return buildRows({
    messages: [],
    pending: [],
    self: ada,
    hasBefore: true,
    lastReadId: null,
    skippedTo: null,
    ...part,
  });
}

const shape = (row: Row) => ("first" in row ? `${row.kind}${row.first ? "*" : ""}` : row.kind);

test("one author's messages stand together for seven minutes", () => {
  const messages = [
    message(1, at("2026-11-22T12:00:00Z")),
    message(2, at("2026-11-22T12:07:00Z")),
    message(3, at("2026-11-22T12:14:01Z")),
    message(4, at("2026-11-22T12:14:02Z", { author: ada })),
  ];
  expect(rows({ messages }).map(shape)).toEqual(["day", "message*", "message", "message*", "message*"]);
});

test("what is said after a line of the system stands by itself, also by whom that line is about", () => {
  const messages = [
    message(1, at("2026-11-22T12:00:00Z", { type: 21 })),
    message(2, at("2026-11-22T12:00:01Z")),
    message(3, at("2026-11-22T12:00:02Z")),
  ];
  expect(rows({ messages }).map(shape)).toEqual(["day", "message*", "message*", "message"]);
});

test("each day has its divider, and the channel its beginning", () => {
  const messages = [message(1, at("2026-11-20T12:00:00Z")), message(2, at("2026-11-22T12:00:00Z"))];
  expect(rows({ messages, hasBefore: false }).map(shape)).toEqual([
    "beginning",
    "day",
    "message*",
    "day",
    "message*",
  ]);
});

test("what is new is marked once, before the first message of somebody else", () => {
  const messages = [message(1), message(2, { author: ada }), message(3), message(4)];
  expect(rows({ messages, lastReadId: message(1).id }).map(shape)).toEqual([
    "day",
    "message*",
    "message*",
    "new",
    "message*",
    "message",
  ]);
});

test("what is not sent yet stands below, never on an earlier day", () => {
  const list = rows({ messages: [message(1, { author: ada })], pending: [entry] });
  expect(list.map(shape)).toEqual(["day", "message*", "pending"]);
  expect(new Set(list.map(({ key }) => key)).size).toBe(3);
});

test("a message keeps the key of the pending row that it replaces", () => {
  const key = (messages: Message[], pending: OutboxEntry[]) => rows({ messages, pending }).at(-1)?.key;
  expect(key([message(1, { author: ada, nonce: "n9" })], [])).toBe(key([], [entry]));
  expect(key([message(1, { author: bob, nonce: "n9" })], [])).toBe(`m${message(1).id}`);
});

test("what was skipped is said where the newest page begins", () => {
  const messages = [message(1), message(2), message(3)];
  const list = rows({ messages, skippedTo: message(2).id });
  expect(list.map(shape)).toEqual(["day", "message*", "skipped", "message*", "message"]);
  expect(rows({ messages, skippedTo: "pending" }).map(shape)).toEqual([
    "day",
    "message*",
    "message",
    "message",
  ]);
});

test("arrow keys go from one thing said to the next, past dividers", () => {
  const messages = [message(1), message(2), message(3)];
  const list = rows({ messages, skippedTo: message(2).id });
  const [first, second, third] = messages.map(({ id }) => `m${id}`);
  const from = (at: number | null, ...keys: string[]) => keys.map((key) => nextStop(list, at, key));
  expect(from(null, "ArrowUp", "ArrowDown", "Home", "End")).toEqual([third, third, null, null]);
  expect(from(3, "ArrowUp", "ArrowDown", "Home", "End", "x")).toEqual([first, third, first, third, null]);
  expect(from(1, "ArrowUp", "ArrowDown")).toEqual([null, second]);
  expect(nextStop([], null, "ArrowUp")).toBeNull();
});
