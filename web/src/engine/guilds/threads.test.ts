import { expect, test } from "vitest";
import { ada, bob, channel, guildCreate, member, role } from "../testing/samples.ts";
import { type Channel, type Id, THREAD_PUBLIC, type ThreadMember } from "../wire.ts";
import { countThreadMessage, type GuildEvent, type GuildState, NO_GUILDS, reduceGuilds } from "./guilds.ts";
import { MANAGE_MESSAGES, permissionsOf, SEND_MESSAGES, SEND_MESSAGES_IN_THREADS } from "./permissions.ts";
import { toGuildCreate } from "./snapshot.ts";
import { activeThreads, channelOf, heardIds } from "./threads.ts";

function thread(id: Id, part: Partial<Channel> = {}): Channel {
  const state = { archived: false, locked: false, auto_archive_duration: 1_440 };
  return channel(id, { type: THREAD_PUBLIC, parent_id: "10", thread_metadata: state, ...part });
}

const own = (id: Id, of = ada): ThreadMember => ({
  id,
  user_id: of.id,
  join_timestamp: "2026-11-22T12:00:00Z",
});
const archived = { archived: true, locked: false, auto_archive_duration: 60 };

function after(...events: GuildEvent[]): GuildState {
  const data = guildCreate({ threads: [thread("20"), thread("21", { member: own("21") })] });
  const state = [{ name: "GUILD_CREATE" as const, data }, ...events].reduce(
    (before, event) => reduceGuilds(before, event, ada.id),
    NO_GUILDS,
  );
  return state.guilds["1"] as GuildState;
}

const active = (guild: GuildState) => activeThreads(guild, "10").map(({ id }) => id);

test("the active threads of a channel are listed: one's own first, then by when they were spoken in last", () => {
  expect(active(after())).toEqual(["21", "20"]);
  const busy = after({ name: "THREAD_CREATE", data: thread("22", { last_message_id: "99" }) });
  expect(active(busy)).toEqual(["21", "22", "20"]);
  expect(active(after({ name: "THREAD_UPDATE", data: thread("21", { thread_metadata: archived }) }))).toEqual(
    ["20"],
  );
  expect(active(after({ name: "THREAD_DELETE", data: { id: "20", guild_id: "1" } }))).toEqual(["21"]);
});

test("th1 an event that all share does not take one out of a thread", () => {
  const { threads } = after({ name: "THREAD_UPDATE", data: thread("21", { name: "renamed" }) });
  expect(threads["21"]).toMatchObject({ name: "renamed", member: own("21") });
});

test("who comes and goes is counted, and only oneself is in it", () => {
  const update = (data: object) =>
    ({
      name: "THREAD_MEMBERS_UPDATE",
      data: { id: "20", guild_id: "1", member_count: 2, ...data },
    }) as GuildEvent;
  const others = after(update({ added_members: [own("20", bob)] }));
  expect(others.threads["20"]).toMatchObject({ member_count: 2 });
  expect(others.threads["20"]?.member).toBeUndefined();
  const joined = update({ added_members: [own("20")] });
  expect(after(joined).threads["20"]?.member).toEqual(own("20"));
  expect(after(joined, update({ removed_member_ids: [ada.id] })).threads["20"]?.member).toBeUndefined();
  const told: GuildEvent = { name: "THREAD_MEMBER_UPDATE", data: { ...own("20"), guild_id: "1" } };
  expect(after(told).threads["20"]?.member).toMatchObject({ user_id: ada.id });
  expect(after(update({ id: "404" }))).toEqual(after());
});

test("th2 a list is whole for the channels that it names", () => {
  const sync = (data: object) =>
    ({ name: "THREAD_LIST_SYNC", data: { guild_id: "1", threads: [], ...data } }) as GuildEvent;
  const threads = [thread("30"), channel("31")];
  const listed = after(sync({ channel_ids: ["10"], threads, members: [own("30")] }));
  expect(Object.keys(listed.threads)).toEqual(["30"]);
  expect(listed.threads["30"]?.member).toEqual(own("30"));
  expect(Object.keys(after(sync({ channel_ids: ["12"] })).threads)).toEqual(["20", "21"]);
  expect(after(sync({})).threads).toEqual({});
});

test("th3 threads go with their parent", () => {
  expect(after({ name: "CHANNEL_DELETE", data: channel("10") }).threads).toEqual({});
  expect(Object.keys(after({ name: "CHANNEL_DELETE", data: channel("11") }).threads)).toEqual(["20", "21"]);
});

test("only threads that one is in are heard, and each is found by its id", () => {
  const guild = after();
  expect(heardIds(guild)).toEqual(["10", "11", "21"]);
  expect([channelOf(guild, "10")?.id, channelOf(guild, "20")?.id, channelOf(guild, "404")]).toEqual([
    "10",
    "20",
    undefined,
  ]);
});

test("messages of a thread are counted once, those of other channels never", () => {
  const state = { order: ["1"], awaited: [], guilds: { "1": after() }, gone: {} };
  const come = (before: typeof state, id: Id, channel_id: Id) =>
    countThreadMessage(before, "1", { id, channel_id }) as typeof state;
  const once = come(come(state, "50", "20"), "50", "20");
  expect(once.guilds["1"].threads["20"]).toMatchObject({ message_count: 1, last_message_id: "50" });
  expect(come(state, "51", "10")).toBe(state);
});

test("a thread has its parent's permissions, but for writing, which is one of its own", () => {
  const overwrite = { id: ada.id, type: 1, allow: String(MANAGE_MESSAGES), deny: String(SEND_MESSAGES) };
  const data = (bits: bigint) =>
    guildCreate({
      roles: [role("1", { permissions: String(bits) })],
      members: [member(ada)],
      channels: [channel("10", { permission_overwrites: [overwrite] })],
      threads: [thread("20")],
    });
  const may = (bits: bigint) => {
    const event = { name: "GUILD_CREATE" as const, data: data(bits) };
    const guild = reduceGuilds(NO_GUILDS, event, ada.id).guilds["1"] as GuildState;
    return permissionsOf(guild, ada.id, guild.threads["20"]);
  };
  expect(may(SEND_MESSAGES_IN_THREADS) & (SEND_MESSAGES | MANAGE_MESSAGES)).toBe(
    SEND_MESSAGES | MANAGE_MESSAGES,
  );
  expect(may(SEND_MESSAGES) & SEND_MESSAGES).toBe(0n);
});

test("a tab that comes later is told of the threads too", () => {
  const guild = after();
  const again = reduceGuilds(NO_GUILDS, { name: "GUILD_CREATE", data: toGuildCreate(guild, {}) }, ada.id);
  expect(again.guilds["1"]).toEqual(guild);
});
