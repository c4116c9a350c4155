import { expect, test } from "vitest";
import { FRIEND } from "../friends.ts";
import { type GuildsState, NO_GUILDS, reduceGuilds } from "../guilds/guilds.ts";
import { HOME } from "../guilds/home.ts";
import { ada, bob, channel, guildCreate, member, message } from "../testing/samples.ts";
import { NOTHING_UNREAD } from "../unread.ts";
import type { Channel, Message } from "../wire.ts";
import { type Around, isStillWanted, type News, newsOf, wantedAt } from "./news.ts";

const direct: Channel = {
  ...channel("77", { type: 1, name: null, recipients: [bob] }),
  guild_id: undefined as never,
};
const thread = (id: string, part: Partial<Channel> = {}) =>
  channel(id, { type: 11, parent_id: "10", ...part });
const isIn = { member: { id: "20", user_id: ada.id, join_timestamp: "" } };

function guilds(): GuildsState {
  const friend = { id: bob.id, type: FRIEND, user: bob, since: "" };
  const data = { guilds: [{ id: "1" }], user: ada, private_channels: [direct], relationships: [friend] };
  const ready = reduceGuilds(NO_GUILDS, { name: "READY", data }, ada.id);
  const guild = guildCreate({
    threads: [thread("20", isIn), thread("21")],
    members: [member(ada, ["5"]), member(bob)],
  });
  return reduceGuilds(ready, { name: "GUILD_CREATE", data: guild }, ada.id);
}

const AROUND: Around = {
  self: ada.id,
  status: "online",
  settings: {},
  muted: new Set(),
  guilds: guilds(),
  unread: NOTHING_UNREAD,
  live: true,
};

const level = (all: string, channels: object = {}) => ({ "notify:1": { level: all, channels } });
const said = (part: Partial<Message> = {}) => ({ ...newsOf("MESSAGE_CREATE", message(1, part))[0] }) as News;
const mention = { mentions: [ada] };

function wanted(news: News, part: Partial<Around> = {}): boolean {
  return wantedAt(news, { ...AROUND, ...part }) !== null;
}

test.each<[string, boolean, Partial<Message>, Partial<Around>]>([
  ["of an ordinary message nothing", false, {}, {}],
  ["of a mention", true, mention, {}],
  ["of a mention of one's role", true, { mention_roles: ["5"] }, {}],
  ["of a mention of everyone", true, { mention_everyone: true }, {}],
  ["of what is said in a conversation", true, { channel_id: "77", guild_id: undefined as never }, {}],
  ["of everything, where that was chosen", true, {}, { settings: level("all") }],
  ["of everything in one channel", true, {}, { settings: level("none", { "10": { level: "all" } }) }],
  ["of nothing, where that was chosen", false, mention, { settings: level("none") }],
  ["of nothing in one channel", false, mention, { settings: level("all", { "10": { level: "none" } }) }],
])("the level decides: one is told %s", (_, expected, part, around) => {
  expect(wanted(said(part), around)).toBe(expected);
});

test.each<[string, Partial<Message>]>([
  ["what one says oneself", { author: ada, mention_everyone: true }],
  ["what the server says", { ...mention, type: 7 }],
  ["what was sent without a sound", { ...mention, flags: 1 << 12 }],
  ["what is in no channel that one sees", { ...mention, channel_id: "404" }],
])("nw1 nobody is told of %s", (_, part) => {
  expect(wanted(said(part))).toBe(false);
});

test("nw1 what is known, or read already, is no news", () => {
  const { id } = message(1);
  expect(wanted(said(mention), { unread: { ...NOTHING_UNREAD, newest: { "10": id } } })).toBe(false);
  expect(wanted(said(mention), { unread: { ...NOTHING_UNREAD, read: { "10": id } } })).toBe(false);
  expect(wanted(said(mention), { unread: { ...NOTHING_UNREAD, newest: { "10": "1" } } })).toBe(true);
});

test.each<[string, Partial<Around>]>([
  ["in do not disturb", { status: "dnd" }],
  ["of a muted guild", { muted: new Set(["1"]) }],
  ["of a muted channel", { muted: new Set(["10"]) }],
])("nw2 nobody is told %s, not even of a mention", (_, around) => {
  expect(wanted(said(mention), around)).toBe(false);
  expect(isStillWanted(said(mention), { ...AROUND, ...around })).toBe(false);
});

test("nw2 conversations can be muted, one or all, and told of by mention only", () => {
  const news = said({ channel_id: "77", guild_id: undefined as never });
  expect(wanted(news, { muted: new Set(["77"]) })).toBe(false);
  expect(wanted(news, { muted: new Set([HOME]) })).toBe(false);
  const settings = { "notify:@me": { level: "mentions" } };
  expect(wanted(news, { settings })).toBe(false);
  const [told] = newsOf("X_MENTION", { channel_id: "77", message: news.message });
  expect(wanted(told as News, { settings })).toBe(false);
  expect(wanted(told as News)).toBe(true);
});

test("nw3 of what is replayed only mentions are told, and conversations", () => {
  const settings = level("all");
  expect(wanted(said(), { settings, live: false })).toBe(false);
  expect(wanted(said(mention), { settings, live: false })).toBe(true);
  expect(wanted(said({ channel_id: "77" }), { live: false })).toBe(true);
});

test("nw4 threads follow their channel, and one hears of all of it only in those that one is in", () => {
  const settings = level("none", { "10": { level: "all" } });
  expect(wanted(said({ channel_id: "20" }), { settings })).toBe(true);
  expect(wanted(said({ channel_id: "21" }), { settings })).toBe(false);
  expect(wanted(said({ ...mention, channel_id: "21" }), { settings })).toBe(true);
  expect(
    wanted(said({ ...mention, channel_id: "20" }), { settings: level("all", { "10": { level: "none" } }) }),
  ).toBe(false);
  expect(wanted(said({ ...mention, channel_id: "20" }), { muted: new Set(["10"]) })).toBe(false);
});

test("a list of what is unread is told only where all is", () => {
  const entry = { channel_id: "10", last_message_id: message(3).id, mentions: 1 };
  const [news] = newsOf("X_UNREAD", { channels: [entry, { ...entry, last_message_id: null }] });
  expect(newsOf("X_UNREAD", { channels: [{ ...entry, last_message_id: null }] })).toEqual([]);
  expect(wanted(news as News)).toBe(false);
  expect(wanted(news as News, { settings: level("all") })).toBe(true);
});

test("what waits is told no more when it was read, or its channel is gone", () => {
  const news = said(mention);
  expect(isStillWanted(news, AROUND)).toBe(true);
  const read = { "10": message(2).id };
  expect(isStillWanted(news, { ...AROUND, unread: { ...NOTHING_UNREAD, read } })).toBe(false);
  expect(isStillWanted(news, { ...AROUND, guilds: NO_GUILDS })).toBe(false);
});

test("a mention that came without its channel's subscription is one, whatever else is known", () => {
  const [news] = newsOf("X_MENTION", { channel_id: "10", message: message(1) });
  expect(wanted(news as News)).toBe(true);
  expect(newsOf("TYPING_START", {})).toEqual([]);
});
