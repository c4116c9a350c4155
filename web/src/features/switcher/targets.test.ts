import { expect, test } from "vitest";
import { NO_GUILDS, reduceGuilds } from "@/engine/guilds/guilds.ts";
import { ada, bob, channel, guildCreate, member, message, role, user } from "@/engine/testing/samples.ts";
import { NOTHING_UNREAD, reduceUnread } from "@/engine/unread.ts";
import { CHANNEL_GROUP, type Channel, THREAD_PUBLIC } from "@/engine/wire.ts";
import { collectTargets, findTargets, type Target } from "./targets.ts";

const VIEW = String(1n << 10n);

const ACTIVE = { archived: false, locked: false, auto_archive_duration: 1_440 };

function thread(id: string, part: Partial<Channel>): Channel {
  return channel(id, { type: THREAD_PUBLIC, parent_id: "12", thread_metadata: ACTIVE, ...part });
}

const jose = { ...user("jose", 5), global_name: "José" };
const rookery = guildCreate({
  channels: [
    channel("10", { name: "general" }),
    channel("11", { name: "Lounge", type: 2 }),
    channel("12", { name: "engine-room" }),
  ],
  threads: [
    thread("30", {
      name: "genesis",
      member: { id: "30", user_id: bob.id, join_timestamp: "2026-11-22T12:00:00Z" },
    }),
    thread("31", { name: "parts" }),
    thread("32", { name: "old parts", thread_metadata: { ...ACTIVE, archived: true } }),
  ],
  members: [member(ada), member(bob), member(jose)],
});
const second = guildCreate({
  id: "2",
  name: "Second",
  owner_id: ada.id,
  roles: [role("2", { permissions: VIEW })],
  channels: [
    channel("20", { name: "general", guild_id: "2" }),
    channel("21", {
      name: "hidden",
      guild_id: "2",
      permission_overwrites: [{ id: "2", type: 0, allow: "0", deny: VIEW }],
    }),
  ],
  members: [member(ada), member(bob)],
});
const guilds = [rookery, second].reduce(
  (state, data) => reduceGuilds(state, { name: "GUILD_CREATE", data }, ada.id),
  NO_GUILDS,
);
const unread = reduceUnread(
  NOTHING_UNREAD,
  "X_UNREAD",
  {
    channels: [
      { channel_id: "12", last_message_id: message(1).id, mentions: 2 },
      { channel_id: "20", last_message_id: message(1).id, mentions: 0 },
      { channel_id: "30", last_message_id: message(1).id, mentions: 0 },
      { channel_id: "31", last_message_id: message(1).id, mentions: 0 },
    ],
  },
  {
    self: "0",
    isViewed: () => false,
    isAhead: () => false,
    isBlocked: () => false,
    roles: () => [],
  },
);

const collect = (current: string | null = null, self = bob.id) =>
  collectTargets({ guilds, unread, muted: new Set(), self, current });
const names = (targets: Target[]) => targets.map(({ kind, name, guildId }) => `${kind} ${name} ${guildId}`);
const find = (typed: string) => names(findTargets(collect(), typed));

test("guilds, text channels that one sees, their active threads, and everybody else are targets", () => {
  expect(names(collect())).toEqual([
    "channel general 1",
    "channel engine-room 1",
    "thread genesis 1",
    "thread parts 1",
    "channel general 2",
    "guild Rookery 1",
    "guild Second 2",
    "person ada 1",
    "person José 1",
  ]);
});

test("somebody of several guilds is met in the open one", () => {
  expect(names(collect("2"))).toContain("person ada 2");
});

test("a guild has what is unread in its channels", () => {
  const targets = collect();
  expect(targets.find(({ name }) => name === "Rookery")).toMatchObject({ unread: true, mentions: 2 });
  expect(targets.find(({ name }) => name === "Second")).toMatchObject({ unread: true, mentions: 0 });
});

test("sw1 a prefix means one kind only", () => {
  expect(find("#gen")).toEqual(["thread genesis 1", "channel general 2", "channel general 1"]);
  expect(find("#")).toContain("thread parts 1");
  expect(find("@")).toEqual(["person ada 1", "person José 1"]);
  expect(find("* sec")).toEqual(["guild Second 2"]);
});

test("a muted guild is not unread, and keeps its mentions", () => {
  const targets = collectTargets({ guilds, unread, muted: new Set(["1"]), self: ada.id, current: null });
  expect(targets.find(({ name }) => name === "Rookery")).toMatchObject({ unread: false, mentions: 2 });
  expect(targets.find(({ name }) => name === "Second")).toMatchObject({ unread: true });
});

test("sw2 the better fit stands higher, then what is unread", () => {
  expect(find("room")[0]).toBe("channel engine-room 1");
  expect(find("general")).toEqual(["channel general 2", "channel general 1"]);
  expect(find("egr")).toEqual(["channel engine-room 1"]);
  expect(find("jose")).toEqual(["person José 1"]);
  expect(find("nothing like it")).toEqual([]);
});

test("a thread is found by its name, says where it is, and is unread for whoever is in it", () => {
  expect(find("parts")).toEqual(["thread parts 1"]);
  const [joined, other] = collect().filter(({ kind }) => kind === "thread");
  expect(joined).toMatchObject({ parentId: "12", context: "engine-room · Rookery", unread: true });
  expect(other).toMatchObject({ isMinor: true, unread: false });
});

test("sw3 people, and threads that one is not in, are not listed before anything is typed; what is unread comes first", () => {
  expect(find("")).toEqual([
    "channel engine-room 1",
    "guild Rookery 1",
    "thread genesis 1",
    "channel general 2",
    "guild Second 2",
    "channel general 1",
  ]);
});

test("conversations are found by name and by who is in them, with what is new in them", () => {
  const direct = { ...channel("40", { type: 1, name: null }), recipients: [jose] };
  const ready = { guilds: [{ id: "1" }], user: ada, private_channels: [direct] };
  const withHome = reduceGuilds(guilds, { name: "READY", data: ready }, ada.id);
  const news = { channels: [{ channel_id: "40", last_message_id: "99", mentions: 2 }] };
  const reader = {
    self: ada.id,
    isViewed: () => false,
    isAhead: () => false,
    isBlocked: () => false,
    roles: () => [],
  };
  const unread = reduceUnread(NOTHING_UNREAD, "X_UNREAD", news, reader);
  const targets = collectTargets({ guilds: withHome, unread, muted: new Set(), self: ada.id, current: null });
  const [first] = findTargets(targets, "@jos");
  expect(first).toMatchObject({ kind: "conversation", id: "40", guildId: "@me", mentions: 2, unread: true });
  expect(findTargets(targets, "*jos")).toEqual([]);
});

test("a group is found by its name, or by those in it while it has none", () => {
  const group = { ...channel("41", { type: CHANNEL_GROUP, name: "Trip" }), recipients: [jose, bob] };
  const nameless = { ...group, id: "42", name: null };
  const ready = { guilds: [], user: ada, private_channels: [group, nameless] };
  const withHome = reduceGuilds(NO_GUILDS, { name: "READY", data: ready }, ada.id);
  const around = {
    guilds: withHome,
    unread: NOTHING_UNREAD,
    self: ada.id,
    current: null,
    muted: new Set<string>(),
  };
  const found = (typed: string) => findTargets(collectTargets(around), typed).map(({ id }) => id);
  expect(found("@trip")).toEqual(["41"]);
  expect(found("jose")).toEqual(["42"]);
  const [first] = collectTargets(around);
  expect(first).toMatchObject({ kind: "conversation", picture: null, context: "" });
});
