import { expect, test } from "vitest";
import { ada, bob, message } from "../testing/samples.ts";
import { nextToSend, type OutboxEntry, pendingIn, retried } from "./outbox.ts";

const entry = (order: number, part: Partial<OutboxEntry> = {}): OutboxEntry => ({
  nonce: `n${order}`,
  channelId: "10",
  content: `text ${order}`,
  writtenAtMs: order,
  order,
  refusal: null,
  tried: false,
  ...part,
});
const nonces = (entries: OutboxEntry[]) => entries.map(({ nonce }) => nonce);

test("o1 each channel sends its oldest, one at a time", () => {
  const entries = [entry(3), entry(1), entry(2, { channelId: "11" })];
  expect(nonces(nextToSend(entries, new Set(), 10))).toEqual(["n1", "n2"]);
  expect(nonces(nextToSend(entries, new Set(["10"]), 10))).toEqual(["n2"]);
});

test("o3 a refused message holds up nobody", () => {
  expect(nonces(nextToSend([entry(1, { refusal: "no" }), entry(2)], new Set(), 10))).toEqual(["n2"]);
});

test("o2 a retried message keeps its nonce and goes to the end", () => {
  expect(retried(entry(1, { refusal: "no" }), 9, 50)).toEqual(entry(1, { order: 9, writtenAtMs: 50 }));
});

test("an entry whose message has come is not pending any more", () => {
  const entries = [entry(2), entry(1), entry(3, { channelId: "11" })];
  const messages = [message(1, { author: ada, nonce: "n1" }), message(2, { author: bob, nonce: "n2" })];
  expect(nonces(pendingIn(entries, "10", messages, ada.id))).toEqual(["n2"]);
  expect(pendingIn(entries, "12", messages, ada.id)).toEqual([]);
});
