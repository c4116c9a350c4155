import { expect, test } from "vitest";
import { idAtMs } from "./snowflake.ts";
import { ada, bob, channel, guildCreate, message } from "./testing/samples.ts";
import {
  countUnread,
  isMentioned,
  isUnread,
  markRead,
  NOTHING_UNREAD,
  type Reader,
  reduceUnread,
  titleMark,
  type UnreadState,
} from "./unread.ts";
import type { Message } from "./wire.ts";

const reader: Reader = {
  self: ada.id,
  isViewed: () => false,
  isAhead: () => false,
  isBlocked: () => false,
  roles: () => ["7"],
};
const looking: Reader = { ...reader, isViewed: (id) => id === "10" };
const of = (id: string, part: Partial<Message> = {}): Message => ({ ...message(1, part), id });
const created = (state: UnreadState, sent: Message, by = reader) =>
  reduceUnread(state, "MESSAGE_CREATE", sent, by);
const listed = (state: UnreadState, channel_id: string, last_message_id: string | null, mentions: number) =>
  reduceUnread(state, "X_UNREAD", { channels: [{ channel_id, last_message_id, mentions }] }, reader);
const entered = reduceUnread(
  NOTHING_UNREAD,
  "GUILD_CREATE",
  guildCreate({ channels: [channel("10", { last_message_id: "100" }), channel("11")] }),
  reader,
);

test("what is there on entering counts as read, unless the server knows better", () => {
  expect(isUnread(entered, "10")).toBe(false);
  const read_state = [{ channel_id: "10", last_message_id: "90", mention_count: 2 }];
  const state = reduceUnread(NOTHING_UNREAD, "READY", { read_state }, reader);
  const guild = guildCreate({ channels: [channel("10", { last_message_id: "100" })] });
  const known = reduceUnread(state, "GUILD_CREATE", guild, reader);
  expect([isUnread(known, "10"), known.mentions["10"]]).toEqual([true, 2]);
});

test("u3 an account of before the reader told what it read changes nothing, any other one counts", () => {
  const read_state = [{ channel_id: "10", last_message_id: "90", mention_count: 2 }];
  const ahead = reduceUnread(entered, "READY", { read_state }, { ...reader, isAhead: () => true });
  expect([ahead.read["10"], ahead.mentions["10"] ?? 0]).toEqual(["100", 0]);
  const elsewhere = reduceUnread(entered, "READY", { read_state }, reader);
  expect([elsewhere.read["10"], elsewhere.mentions["10"]]).toEqual(["90", 2]);
});

test("listed channels are unread, and their mentions add up", () => {
  let state = listed(entered, "10", "101", 1);
  state = listed(state, "10", "102", 2);
  state = listed(state, "11", "55", 0);
  state = listed(state, "12", null, 9);
  expect(["10", "11", "12"].map((id) => isUnread(state, id))).toEqual([true, true, false]);
  expect(countUnread(state, ["10", "11", "12"])).toEqual({ channels: 2, mentions: 3 });
  expect(countUnread(listed(markRead(state, "10"), "10", "102", 5), ["10"]).mentions).toBe(0);
});

test("u1 a mention counts once, however often its message comes", () => {
  const mention = of("101", { mentions: [ada] });
  const once = created(entered, mention);
  expect(once.mentions["10"]).toBe(1);
  const heard = reduceUnread(once, "X_HEARD", { channel_id: "10", message: mention }, reader);
  expect(created(heard, mention).mentions["10"]).toBe(1);
  expect(created(once, of("102", { mention_everyone: true })).mentions["10"]).toBe(2);
  const told = reduceUnread(entered, "X_MENTION", { channel_id: "10", message: mention }, reader);
  expect([isUnread(told, "10"), told.mentions["10"] ?? 0]).toEqual([true, 0]);
});

test("one is mentioned by name, by role and with everyone, but not by oneself", () => {
  const isOne = (part: Partial<Message>) => isMentioned(of("1", part), ada.id, ["7"]);
  expect([isOne({ mentions: [bob] }), isOne({ mentions: [ada] }), isOne({ mention_roles: ["7"] })]).toEqual([
    false,
    true,
    true,
  ]);
  expect(isOne({ author: ada, mention_everyone: true })).toBe(false);
});

test("u2 a channel is read when it is looked at, while one looks, and when one writes", () => {
  const unread = listed(entered, "10", "101", 1);
  const read = markRead(unread, "10");
  expect([isUnread(read, "10"), read.mentions["10"]]).toEqual([false, 0]);
  expect(isUnread(created(read, of("102"), looking), "10")).toBe(false);
  expect(isUnread(created(read, of("102")), "10")).toBe(true);
  expect(isUnread(created(read, of("102", { author: ada })), "10")).toBe(false);
  expect(isUnread(created(NOTHING_UNREAD, of("5", { channel_id: "77" })), "77")).toBe(true);
  expect([markRead(read, "10"), markRead(read, "unknown")]).toEqual([read, read]);
});

test("another tab, or device, has read up to a message", () => {
  const unread = listed(listed(entered, "10", "101", 1), "10", "103", 1);
  const ack = (state: UnreadState, message_id: string) =>
    reduceUnread(state, "MESSAGE_ACK", { channel_id: "10", message_id }, reader);
  expect([isUnread(ack(unread, "102"), "10"), isUnread(ack(unread, "103"), "10")]).toEqual([true, false]);
  expect(ack(ack(unread, "103"), "101").read["10"]).toBe("103");
});

test("a channel that is gone is not unread any more", () => {
  const unread = listed(entered, "10", "101", 1);
  const gone = reduceUnread(unread, "CHANNEL_DELETE", channel("10"), reader);
  expect(countUnread(gone, ["10"])).toEqual({ channels: 0, mentions: 0 });
});

test("a tab's title begins with the mentions, or says that something is unread", () => {
  expect(titleMark({ channels: 2, mentions: 3 })).toBe("(3) ");
  expect([titleMark({ channels: 2, mentions: 0 }), titleMark({ channels: 0, mentions: 0 })]).toEqual([
    "• ",
    "",
  ]);
});

test("what is said outside of guilds is said to the reader", () => {
  const { guild_id: _none, ...said } = of("120", { channel_id: "20" });
  const state = created(entered, said);
  expect([isUnread(state, "20"), state.mentions["20"]]).toEqual([true, 1]);
  const own = created(entered, { ...said, author: ada });
  expect([isUnread(own, "20"), own.mentions["20"] ?? 0]).toEqual([false, 0]);
});

test("a conversation that began while nobody listened is unread, one that was there at the start is not", () => {
  const ready = (id: string) => ({ private_channels: [channel(id, { type: 1, last_message_id: "110" })] });
  expect(isUnread(reduceUnread(NOTHING_UNREAD, "READY", ready("20"), reader), "20")).toBe(false);
  expect(isUnread(reduceUnread(entered, "READY", ready("20"), reader), "20")).toBe(true);
  const read = markRead(reduceUnread(entered, "READY", ready("20"), reader), "20");
  expect(isUnread(reduceUnread(read, "READY", ready("20"), reader), "20")).toBe(false);
});

test("what was said before one joined counts as read, what was said since does not", () => {
  const joined_at = "2026-11-22T12:00:00Z";
  const at = (seconds: number) => idAtMs(Date.parse(joined_at) + seconds * 1_000);
  const channels = [channel("10", { last_message_id: at(-60) }), channel("11", { last_message_id: at(60) })];
  const state = reduceUnread(NOTHING_UNREAD, "GUILD_CREATE", guildCreate({ channels, joined_at }), reader);
  expect(["10", "11"].map((id) => isUnread(state, id))).toEqual([false, true]);
});

test("another device reads, and only by hand it goes back", () => {
  const unread = listed(entered, "10", "150", 3);
  const ack = (message_id: string, part = {}) =>
    reduceUnread(unread, "MESSAGE_ACK", { channel_id: "10", message_id, ...part }, reader);
  expect(ack("150").mentions["10"]).toBe(0);
  const partly = ack("120", { mention_count: 1, manual: false });
  expect([partly.read["10"], partly.mentions["10"]]).toEqual(["120", 1]);
  const stale = ack("90", { mention_count: 7, manual: false });
  expect([stale.read["10"], stale.mentions["10"]]).toEqual(["100", 3]);
  const back = ack("90", { mention_count: 7, manual: true });
  expect([back.read["10"], back.mentions["10"]]).toEqual(["90", 7]);
});

test("what whom the reader blocks says is counted to nobody", () => {
  const said = { ...message(9), mentions: [ada], channel_id: "10", guild_id: "1" };
  const blocking: Reader = { ...reader, isBlocked: (id) => id === said.author.id };
  expect(reduceUnread(NOTHING_UNREAD, "MESSAGE_CREATE", said, reader).mentions).toEqual({ 10: 1 });
  expect(reduceUnread(NOTHING_UNREAD, "MESSAGE_CREATE", said, blocking).mentions).toEqual({});
});
