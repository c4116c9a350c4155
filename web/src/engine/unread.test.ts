import { expect, test } from "vitest";
import { channel } from "./testing/samples.ts";
import {
  channelsSeen,
  isUnread,
  markRead,
  messageSeen,
  NOTHING_UNREAD,
  readStates,
  unreadListed,
} from "./unread.ts";

const entered = channelsSeen(NOTHING_UNREAD, [channel("10", { last_message_id: "100" }), channel("11")]);

test("what is there on entering counts as read, unless the server knows better", () => {
  expect(isUnread(entered, "10")).toBe(false);
  const state = readStates(NOTHING_UNREAD, [{ channel_id: "10", last_message_id: "90", mention_count: 2 }]);
  const known = channelsSeen(state, [channel("10", { last_message_id: "100" })]);
  expect(isUnread(known, "10")).toBe(true);
  expect(known.mentions["10"]).toBe(2);
});

test("listed channels are unread, and their mentions add up", () => {
  const once = unreadListed(entered, [{ channel_id: "10", last_message_id: "101", mentions: 1 }]);
  const twice = unreadListed(once, [
    { channel_id: "10", last_message_id: "102", mentions: 2 },
    { channel_id: "11", last_message_id: "55", mentions: 0 },
    { channel_id: "12", last_message_id: null, mentions: 9 },
  ]);
  expect([isUnread(twice, "10"), isUnread(twice, "11"), isUnread(twice, "12")]).toEqual([true, true, false]);
  expect(twice.mentions["10"]).toBe(3);
});

test("a channel is read when it is looked at, and stays so while one looks", () => {
  const unread = unreadListed(entered, [{ channel_id: "10", last_message_id: "101", mentions: 1 }]);
  const read = markRead(unread, "10");
  expect([isUnread(read, "10"), read.mentions["10"]]).toEqual([false, 0]);
  expect(isUnread(messageSeen(read, "10", "102", true), "10")).toBe(false);
  expect(isUnread(messageSeen(read, "10", "102", false), "10")).toBe(true);
  expect(isUnread(messageSeen(NOTHING_UNREAD, "77", "5", false), "77")).toBe(true);
  expect(markRead(read, "10")).toBe(read);
  expect(markRead(read, "unknown")).toBe(read);
});
