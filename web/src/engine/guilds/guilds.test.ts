import { expect, test } from "vitest";
import { ada, bob, channel, guildCreate, member, role, user } from "../testing/samples.ts";
import type { GuildCreate } from "../wire.ts";
import {
  arrangeChannels,
  arrangeMembers,
  displayName,
  firstTextChannel,
  knowsAll,
  roleColor,
} from "./arrange.ts";
import { asGuildEvent, type GuildEvent, type GuildState, NO_GUILDS, reduceGuilds } from "./guilds.ts";
import { MANAGE_CHANNELS, mayChangeRole, permissionsOf, SEND_MESSAGES, VIEW_CHANNEL } from "./permissions.ts";

const START: GuildEvent[] = [
  { name: "READY", data: { guilds: [{ id: "1" }, { id: "2" }] } },
  { name: "GUILD_CREATE", data: guildCreate() },
];

function run(...events: GuildEvent[]) {
  return [...START, ...events].reduce((state, event) => reduceGuilds(state, event, ada.id), NO_GUILDS);
}

function guild(...events: GuildEvent[]): GuildState {
  const found = run(...events).guilds["1"];
  if (!found) throw new Error("the guild is gone");
  return found;
}

test("gu1 guilds come one by one, and are replaced whole", () => {
  expect(run()).toMatchObject({ order: ["1"], awaited: ["2"] });
  const renamed = guild({ name: "GUILD_CREATE", data: guildCreate({ name: "New", channels: [] }) });
  expect([renamed.name, renamed.channels]).toEqual(["New", {}]);
});

test("gu1 what a new READY does not name is gone", () => {
  const after = run({ name: "READY", data: { guilds: [] } });
  expect(after).toMatchObject({ order: [], awaited: [] });
  expect(Object.keys(after.guilds)).toEqual(["@me"]);
});

test("a guild that was left is gone, one that is only unavailable stays", () => {
  expect(run({ name: "GUILD_DELETE", data: { id: "1", unavailable: true } }).order).toEqual(["1"]);
  expect(run({ name: "GUILD_DELETE", data: { id: "1" } })).toMatchObject({ order: [], guilds: {} });
});

test("gu3 of a guild that is gone the name is known, until it comes back", () => {
  const deleted: GuildEvent = { name: "GUILD_DELETE", data: { id: "1" } };
  expect(run(deleted).gone).toEqual({ "1": "Rookery" });
  expect(run(deleted, { name: "GUILD_CREATE", data: guildCreate() }).gone).toEqual({});
  // Also where it went while there was no connection.
  expect(run({ name: "READY", data: { guilds: [] } }).gone).toEqual({ "1": "Rookery" });
  expect(run({ name: "GUILD_DELETE", data: { id: "9" } }).gone).toEqual({});
});

test("guild, channels and roles follow their events", () => {
  const changed = guild(
    {
      name: "GUILD_UPDATE",
      data: { id: "1", name: "Nest", icon: null, owner_id: ada.id, roles: [role("1")] },
    },
    { name: "CHANNEL_CREATE", data: channel("12", { name: "new" }) },
    { name: "CHANNEL_UPDATE", data: channel("10", { name: "renamed" }) },
    { name: "CHANNEL_DELETE", data: channel("11") },
    { name: "GUILD_ROLE_CREATE", data: { guild_id: "1", role: role("5") } },
    { name: "GUILD_ROLE_UPDATE", data: { guild_id: "1", role: role("5", { name: "five" }) } },
    { name: "GUILD_ROLE_CREATE", data: { guild_id: "1", role: role("6") } },
    { name: "GUILD_ROLE_DELETE", data: { guild_id: "1", role_id: "6" } },
  );
  expect([changed.name, changed.ownerId]).toEqual(["Nest", ada.id]);
  expect(Object.values(changed.channels).map(({ name }) => name)).toEqual(["renamed", "new"]);
  expect(Object.values(changed.roles).map(({ name }) => name)).toEqual(["role 1", "five"]);
});

test("members come and go, and are counted once", () => {
  const cleo = user("cleo", 3);
  const joined: GuildEvent = { name: "GUILD_MEMBER_ADD", data: { ...member(cleo), guild_id: "1" } };
  const changed: GuildEvent = {
    name: "GUILD_MEMBER_UPDATE",
    data: { ...member(cleo), nick: "C", guild_id: "1" },
  };
  expect(guild(joined, joined).memberCount).toBe(3);
  expect(guild(joined, changed).members[cleo.id]?.nick).toBe("C");
  const left = guild(joined, { name: "GUILD_MEMBER_REMOVE", data: { guild_id: "1", user: cleo } });
  expect([left.memberCount, cleo.id in left.members]).toEqual([2, false]);
  const chunk = {
    guild_id: "1",
    members: [member(cleo)],
    chunk_index: 0,
    chunk_count: 1,
    presences: [{ user: { id: cleo.id }, status: "dnd" as const }],
  };
  const asked = guild({ name: "GUILD_MEMBERS_CHUNK", data: chunk });
  expect([asked.statuses[cleo.id], asked.memberCount]).toEqual(["dnd", 2]);
});

test("gu2 presences come in lists, and those without are offline", () => {
  const data = {
    guild_id: "1",
    presences: [
      { user: { id: bob.id }, status: "idle" as const },
      { user: { id: ada.id }, status: "offline" as const },
    ],
  };
  expect(guild({ name: "X_PRESENCES", data }).statuses).toEqual({ [bob.id]: "idle" });
  expect(
    guild({ name: "PRESENCE_UPDATE", data: { guild_id: "1", user: { id: bob.id }, status: "dnd" } }).statuses[
      bob.id
    ],
  ).toBe("dnd");
});

test("events of unknown guilds and other names change nothing", () => {
  const before = run();
  expect(
    reduceGuilds(before, { name: "X_PRESENCES", data: { guild_id: "404", presences: [] } }, ada.id),
  ).toBe(before);
  expect(
    reduceGuilds(before, { name: "CHANNEL_CREATE", data: channel("9", { guild_id: "404" }) }, ada.id),
  ).toBe(before);
  expect(asGuildEvent("MESSAGE_CREATE", {})).toBeNull();
  expect(asGuildEvent("READY", 1)).toEqual({ name: "READY", data: 1 });
});

test("channels stand under their categories, text before voice", () => {
  const channels = [
    channel("20", { type: 4, name: "Lobby", position: 1 }),
    channel("21", { type: 2, parent_id: "20", position: 0 }),
    channel("22", { parent_id: "20", position: 5 }),
    channel("23", { parent_id: "404" }),
    channel("24", { type: 13, name: "unknown kind" }),
    channel("25", { type: 4, name: "Empty", position: 0 }),
  ];
  const state = guild({ name: "GUILD_CREATE", data: guildCreate({ channels }) });
  expect(
    arrangeChannels(state).map(({ category, channels: inner }) => [
      category?.name,
      inner.map(({ id }) => id),
    ]),
  ).toEqual([
    [undefined, ["23"]],
    ["Empty", []],
    ["Lobby", ["22", "21"]],
  ]);
  expect(firstTextChannel(state)?.id).toBe("23");
  expect(firstTextChannel(guild({ name: "GUILD_CREATE", data: guildCreate({ channels: [] }) }))).toBeNull();
});

test("members stand under their highest hoisted role while they are online", () => {
  const cleo = user("cleo", 3);
  const roles = [
    role("1"),
    role("7", { name: "Keepers", hoist: true, position: 2, color: 0xff0000 }),
    role("8", { color: 0x00ff00, position: 3 }),
  ];
  const members = [member(ada, ["7"]), member(bob, ["7", "8"]), member(cleo)];
  const presences = [ada, cleo].map(({ id }) => ({ user: { id }, status: "online" as const }));
  const state = guild({ name: "GUILD_CREATE", data: guildCreate({ roles, members, presences }) });
  expect(
    arrangeMembers(state).map(({ title, members: inner }) => [title, inner.map(({ name }) => name)]),
  ).toEqual([
    [{ role: "Keepers" }, ["ada"]],
    [{ state: "online" }, ["cleo"]],
    [{ state: "offline" }, ["bob"]],
  ]);
  expect([roleColor(state, ["7", "8"]), roleColor(state, ["404"])]).toEqual([0x00ff00, 0]);
  expect(displayName({ ...ada, global_name: "Ada L." }, { nick: null })).toBe("Ada L.");
});

test("permissions follow owner, roles and overwrites in their order", () => {
  const send = String(SEND_MESSAGES);
  const roles = [
    role("1", { permissions: String(VIEW_CHANNEL | SEND_MESSAGES) }),
    role("7", { permissions: String(1n << 3n) }),
  ];
  const state = guild({ name: "GUILD_CREATE", data: guildCreate({ roles }) });
  const may = (overwrites: { id: string; type: number; allow: string; deny: string }[]) =>
    (permissionsOf(state, ada.id, channel("10", { permission_overwrites: overwrites })) & SEND_MESSAGES) !==
    0n;
  expect(permissionsOf(state, bob.id) & MANAGE_CHANNELS).toBe(MANAGE_CHANNELS);
  expect(permissionsOf(state, ada.id)).toBe(VIEW_CHANNEL | SEND_MESSAGES);
  expect(may([{ id: "1", type: 0, allow: "0", deny: send }])).toBe(false);
  expect(
    may([
      { id: "1", type: 0, allow: "0", deny: send },
      { id: ada.id, type: 1, allow: send, deny: "0" },
    ]),
  ).toBe(true);
  expect(may([{ id: "7", type: 0, allow: "0", deny: send }])).toBe(true);
  const admin = guild({ name: "GUILD_CREATE", data: guildCreate({ roles, members: [member(ada, ["7"])] }) });
  expect(permissionsOf(admin, ada.id) & MANAGE_CHANNELS).toBe(MANAGE_CHANNELS);
});

test("whoever manages roles changes those below their own highest, and never a program's", () => {
  const high = role("7", { position: 3, permissions: String(1n << 28n) });
  const low = role("8", { position: 1 });
  const twin = role("9", { position: 3 });
  const managed = role("6", { position: 1, managed: true });
  const data = guildCreate({
    roles: [role("1", { position: 0 }), high, low, twin, managed],
    members: [member(ada, ["7"]), member(bob)],
  });
  const guild = reduceGuilds(NO_GUILDS, { name: "GUILD_CREATE", data }, ada.id).guilds["1"] as GuildState;
  const changeable = (userId: string) =>
    Object.values(guild.roles)
      .filter((one) => mayChangeRole(guild, userId, one))
      .map(({ id }) => id);
  expect(changeable(ada.id)).toEqual(["1", "8", "9"]);
  expect(changeable(bob.id)).toEqual(["1", "7", "8", "9"]);
  expect(changeable("404")).toEqual([]);
});

test("gu2 whoever is asked about and is not there any more is offline", () => {
  const chunk = { guild_id: "1", members: [member(ada)], chunk_index: 0, chunk_count: 1, presences: [] };
  expect(guild().statuses[ada.id]).toBe("online");
  expect(guild({ name: "GUILD_MEMBERS_CHUNK", data: chunk }).statuses[ada.id]).toBeUndefined();
});

test("all of a guild are known if its GUILD_CREATE gave them and it is not too large for presences", () => {
  const known = (part: Partial<GuildCreate>) =>
    knowsAll(guild({ name: "GUILD_CREATE", data: guildCreate(part) }));
  expect([known({}), known({ member_count: 3 })]).toEqual([true, false]);
  const many = Array.from({ length: 1_001 }, (_, n) => member(user("x", n)));
  expect(known({ members: many, member_count: 1_001 })).toBe(false);
});
