// A guild that is lived in: people, roles, channels and a conversation, made past the browser.

import { readFile } from "node:fs/promises";
import { PASSWORD, type Server } from "../server/server.mjs";

/** Whom a tour can log in as; a guest has no account, a loner no guild, whoever is quiet is in time-out. */
export type Role = "guest" | "owner" | "member" | "quiet" | "loner";

export const NAMES: Record<Exclude<Role, "guest">, string> = {
  owner: "mira",
  member: "tomas",
  quiet: "oskar",
  loner: "lena",
};

/** What the addresses of `screens.json` stand for. */
export type Places = Record<
  | "guild"
  | "channel"
  | "empty"
  | "archive"
  | "studio"
  | "thread"
  | "code"
  | "role"
  | "member"
  | "quiet"
  | "direct"
  | "parted"
  | "group"
  | "bot"
  | "fromBot"
  | "fromBlockedBot",
  string
>;

/** A hundred characters, and no place to break the line. */
const LONGEST_NAME = "supercalifragilistic".repeat(5);

/** A picture to send. */
export const CHART = new URL("chart.png", import.meta.url);

const DAY_MS = 86_400_000;
const SEND_MESSAGES = String(1 << 11);
const CONNECT = String(1 << 20);

export async function settle(server: Server): Promise<Places> {
  const token = new URLSearchParams(new URL(server.setupUrl ?? "").hash.slice(1)).get("token");
  const claim = { token, username: NAMES.owner, password: PASSWORD, guild_name: "Rookery" };
  const owner = await server.request("POST", "/api/x/setup", null, claim);
  const bearer = `Bearer ${owner.access_token}`;
  const guild = owner.guild.id;
  const act = (method: string, path: string, body?: object) =>
    server.request(method, `/api/v10${path}`, bearer, body);

  // Who joins is not told of: the screens show only what is said below.
  await act("PATCH", `/guilds/${guild}`, { system_channel_id: null });
  const lobby = await act("POST", `/guilds/${guild}/channels`, { name: "Lobby", type: 4 });
  const within = (name: string) => ({ name, type: 0, parent_id: lobby.id });
  const empty = await act("POST", `/guilds/${guild}/channels`, within("welcome"));
  const channel = await act("POST", `/guilds/${guild}/channels`, within("engine-room"));
  const releases = await act("POST", `/guilds/${guild}/channels`, within("releases"));
  await act("POST", `/guilds/${guild}/channels`, within(LONGEST_NAME));
  const archive = await act("POST", `/guilds/${guild}/channels`, within("2025-archive"));
  await act("PATCH", `/channels/${channel.id}`, {
    topic: "actors, mailboxes and the odd supervisor",
    rate_limit_per_user: 5,
  });
  await act("PUT", `/channels/${archive.id}/permissions/${guild}`, {
    type: 0,
    allow: "0",
    deny: SEND_MESSAGES,
  });

  const studio = await act("POST", `/guilds/${guild}/channels`, { name: "Studio", type: 2, user_limit: 4 });
  await act("PUT", `/channels/${studio.id}/permissions/${guild}`, { type: 0, allow: "0", deny: CONNECT });

  const invite = await act("POST", `/channels/${channel.id}/invites`, { max_age: 604_800, max_uses: 25 });
  await act("POST", `/channels/${channel.id}/invites`, { max_age: 0, max_uses: 0, unique: true });
  const people: Record<string, { id: string; bearer: string }> = {};
  for (const name of [NAMES.member, "june", "arvid", NAMES.quiet, NAMES.loner, "ruben"]) {
    const person = { username: name, password: PASSWORD, invite: invite.code };
    const answer = await server.request("POST", "/api/x/auth/register", null, person);
    people[name] = { id: answer.user.id, bearer: `Bearer ${answer.access_token}` };
  }
  const member = people[NAMES.member];
  await server.request("PATCH", "/api/v10/users/@me", member.bearer, {
    global_name: "Tomás",
    bio: "I keep the *mailboxes* small.\nhttps://example.org/bounds",
  });
  await server.request("DELETE", `/api/v10/users/@me/guilds/${guild}`, people[NAMES.loner].bearer);

  await server.request(
    "PUT",
    `/api/v10/guilds/${guild}/bans/${people.ruben.id}`,
    bearer,
    {},
    { "x-audit-log-reason": "Advertises%20mailboxes%20without%20a%20bound" },
  );

  await server.request("POST", `/api/x/guilds/${guild}/word-rules`, bearer, {
    name: "Advertising",
    words: ["cheap mailbox*", "*coins*"],
    patterns: ["https?://[^\\s]*discount"],
    action: "time_out",
    time_out_seconds: 600,
    message: "This guild takes no advertising.",
  });

  const self = { id: owner.user.id, bearer };
  const { direct, parted, group } = await befriend(server, self, people);
  const bot = await botWrites(server, self, guild, "harbinger", "The build is green again.");
  const loud = await botWrites(server, self, guild, "megaphone", "Buy more mailboxes!");
  await server.request("PUT", `/api/x/relationships/${loud.id}`, bearer, { type: 2 });

  const keepers = { name: "Keepers", color: 0x3fb0a6, hoist: true };
  const role = await act("POST", `/guilds/${guild}/roles`, keepers);
  await act("POST", `/guilds/${guild}/roles`, { name: "Guests", color: 0xd66fb8 });
  for (const id of [owner.user.id, member.id])
    await act("PUT", `/guilds/${guild}/members/${id}/roles/${role.id}`);

  const said: [string, string][] = [
    [
      bearer,
      "The channel actor now restarts in under a millisecond. Its state is the log, so there is nothing else to bring back.",
    ],
    [member.bearer, `<@${owner.user.id}> can you look at the p99? It moves only when the disk does.`],
    [people.june.bearer, "On it. Group commit is at 2 ms; I will try 1."],
    [people.june.bearer, "And the thread on backpressure is still open."],
  ];
  await act("PATCH", `/channels/${channel.id}`, { rate_limit_per_user: 0 });
  const messages = `/api/v10/channels/${channel.id}/messages`;
  await server.upload(messages, bearer, await numbers());
  let last = "";
  for (const [who, content] of said) {
    last = (await server.request("POST", messages, who, { content })).id;
  }
  for (const [who, emoji] of [
    [bearer, "👍"],
    [member.bearer, "👍"],
    [people.arvid.bearer, "🎉"],
  ] as const) {
    const path = `${messages}/${last}/reactions/${encodeURIComponent(emoji)}/@me`;
    await server.request("PUT", path, who);
  }
  const communication_disabled_until = new Date(Date.now() + DAY_MS).toISOString();
  const quiet = people[NAMES.quiet].id;
  await act("PATCH", `/guilds/${guild}/members/${quiet}`, { communication_disabled_until });
  // One that somebody minds, and one that a rule does.
  const minded = `/api/x/channels/${channel.id}/messages/${last}/report`;
  await server.request("POST", minded, people.arvid.bearer, { reason: "The thread is not open any more." });
  await server.request("POST", `/api/x/guilds/${guild}/word-rules`, bearer, {
    name: "Names of rivals",
    words: ["megaphone*"],
    action: "flag",
  });
  await server.request("POST", `/api/v10/channels/${releases.id}/messages`, people.arvid.bearer, {
    content: "I would rather have a megaphone.",
  });
  const thread = await server.request("POST", `${messages}/${last}/threads`, people.june.bearer, {
    name: "backpressure",
  });
  const inThread = `/api/v10/channels/${thread.id}/messages`;
  for (const [who, content] of [
    [people.june.bearer, "Who waits, the sender or the queue?"],
    [member.bearer, "The sender. A mailbox that only grows tells nobody that it is late."],
    [bearer, "Then every mailbox needs a bound."],
  ] as const)
    await server.request("POST", inThread, who, { content });
  await act("PATCH", `/channels/${channel.id}`, { rate_limit_per_user: 5 });
  await server.request("PATCH", "/api/x/me/settings", bearer, {
    [`notify:${guild}`]: { channels: { [empty.id]: { muted_until: null } } },
    "notify:@me": { muted_until: null },
  });
  return {
    guild,
    channel: channel.id,
    empty: empty.id,
    archive: archive.id,
    studio: studio.id,
    thread: thread.id,
    code: invite.code,
    role: role.id,
    member: member.id,
    quiet,
    direct,
    parted,
    group,
    bot: bot.id,
    fromBot: bot.direct,
    fromBlockedBot: loud.direct,
  };
}

/** A bot of the guild, and its conversation with the owner. */
async function botWrites(
  server: Server,
  owner: Someone,
  guild: string,
  name: string,
  content: string,
): Promise<{ id: string; direct: string }> {
  const { id, token } = await server.request("POST", "/api/x/bots", owner.bearer, { name });
  await server.request("PUT", `/api/x/guilds/${guild}/bots/${id}`, owner.bearer, { permissions: "0" });
  const bot = `Bot ${token}`;
  const direct = await server.request("POST", "/api/v10/users/@me/channels", bot, { recipient_id: owner.id });
  await server.request("POST", `/api/v10/channels/${direct.id}/messages`, bot, { content });
  return { id, direct: direct.id };
}

type Someone = { id: string; bearer: string };

/**
 * One of each kind: a friend, somebody who asks, somebody who was asked, somebody who is blocked. With the
 * friend, and with the one who is blocked now, there is a conversation, and a group with the friend and
 * with a friend of theirs.
 */
async function befriend(
  server: Server,
  owner: Someone,
  people: Record<string, Someone>,
): Promise<{ direct: string; parted: string; group: string }> {
  const ask = (who: string, username: string) =>
    server.request("POST", "/api/x/relationships", who, { username });
  const bearerOf = (name: string) => people[name]?.bearer ?? "";
  const converse = async (other: string, said: readonly [string, string][]): Promise<string> => {
    await ask(bearerOf(other), NAMES.owner);
    await ask(owner.bearer, other);
    const recipient = { recipient_id: people[other]?.id };
    const { id } = await server.request("POST", "/api/v10/users/@me/channels", owner.bearer, recipient);
    for (const [who, content] of said)
      await server.request("POST", `/api/v10/channels/${id}/messages`, who, { content });
    return id;
  };
  const parted = await converse(NAMES.quiet, [[bearerOf(NAMES.quiet), "One more thing about the release"]]);
  const direct = await converse(NAMES.member, [
    [bearerOf(NAMES.member), "Do you have a minute before the review?"],
    [owner.bearer, "For you, two. Is it about the *supervisor*?"],
    [bearerOf(NAMES.member), "It is. It restarts faster than I can read why."],
  ]);
  const group = await gather(server, owner, people);
  await ask(bearerOf("june"), NAMES.owner);
  await ask(owner.bearer, "arvid");
  await server.request("PUT", `/api/x/relationships/${people[NAMES.quiet]?.id}`, owner.bearer, { type: 2 });
  return { direct, parted, group };
}

/** The owner's, with their friend and with june, whom the friend brings along. */
async function gather(server: Server, owner: Someone, people: Record<string, Someone>): Promise<string> {
  const [member, june] = [people[NAMES.member], people.june];
  for (const [who, whom] of [
    [june, NAMES.member],
    [member, "june"],
  ] as const)
    await server.request("POST", "/api/x/relationships", who.bearer, { username: whom });
  const body = { recipient_ids: [member.id] };
  const { id } = await server.request("POST", "/api/x/dms", owner.bearer, body);
  await server.request("PATCH", `/api/v10/channels/${id}`, owner.bearer, { name: "Release night" });
  await server.request("PUT", `/api/x/dms/${id}/recipients/${june.id}`, member.bearer);
  for (const [who, content] of [
    [june.bearer, "Who brings the cake?"],
    [owner.bearer, "Whoever broke the build last."],
  ] as const)
    await server.request("POST", `/api/v10/channels/${id}/messages`, who, { content });
  return id;
}

/** A message with a picture. */
async function numbers(): Promise<FormData> {
  const attachments = [{ id: 0, filename: "chart.png", description: "Latency by load" }];
  const form = new FormData();
  const content = "Numbers from the load run are attached.";
  form.set("payload_json", JSON.stringify({ content, attachments }));
  form.set("files[0]", new Blob([await readFile(CHART)], { type: "image/png" }), "chart.png");
  return form;
}
