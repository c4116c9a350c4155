// A whole session of discord.js, changed in nothing but its address.

import assert from "node:assert/strict";
import { once } from "node:events";
import { Client, EmbedBuilder, Events, GatewayIntentBits } from "discord.js";

const { BOT, BOT_TOKEN, CHANNEL, CONTROL, GUILD, MEMBER, MEMBER_TOKEN, RELAY, SERVER } = process.env;
const CANNOT_MESSAGE_USER = 50_007;
const HISTORY = 130;
/** The smallest picture. */
const DOT = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
let passed = 0;

async function step(name, run) {
  try {
    await run();
  } catch (error) {
    console.error(`FAILED: ${name}:`, error);
    console.log(`discord.js: ${passed} passed, 1 failed`);
    process.exit(1);
  }
  passed += 1;
  console.log(`ok: ${name}`);
}

/** The member asks the server straight, past the relay. */
async function asks(method, path, body) {
  const response = await fetch(`${SERVER}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${MEMBER_TOKEN}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  assert.equal(response.ok, true, `${path}: ${response.status}`);
  return response.status === 204 ? null : response.json();
}

function says(content, where = CHANNEL) {
  return asks("POST", `/v10/channels/${where}/messages`, { content });
}

const { DirectMessages, Guilds, GuildMembers, GuildMessages, MessageContent } = GatewayIntentBits;
const client = new Client({
  intents: [Guilds, GuildMembers, GuildMessages, DirectMessages, MessageContent],
  rest: { api: `${RELAY}/api` },
});
const heard = [];
client.on(Events.MessageCreate, ({ content }) => heard.push(content));
client.on(Events.Error, (error) => console.error("client error:", error.message));

/** Waits for a message with this content. */
async function hears(content) {
  for (;;) {
    const [message] = await once(client, Events.MessageCreate);
    if (message.content === content) return message;
  }
}

await step("logs in", async () => {
  const ready = once(client, Events.ClientReady);
  await client.login(BOT_TOKEN);
  await ready;
  assert.equal(client.user.id, BOT);
  assert.equal(client.user.bot, true);
});

const guild = client.guilds.cache.get(GUILD);
const channel = client.channels.cache.get(CHANNEL);

await step("sees the guild and its channels", async () => {
  assert.equal(guild.name, "The Guild");
  assert.equal(channel.name, "general");
  assert.equal(
    guild.channels.cache.some(({ name }) => name === "Lounge"),
    true,
  );
});

await step("sees the members", async () => {
  const members = await guild.members.fetch();
  const names = members.map(({ user }) => user.username).sort();
  assert.deepEqual(names, ["ada", "herald", "owner"]);
  assert.equal((await guild.members.fetch(MEMBER)).id, MEMBER);
});

await step("hears a message and answers it", async () => {
  const hearing = hears("hello bot");
  const said = await says("hello bot");
  const message = await hearing;
  assert.equal(message.id, said.id);
  assert.equal(message.author.id, MEMBER);
  assert.equal(Math.abs(message.createdTimestamp - Date.now()) < 60_000, true);
  const answer = await message.reply("hello ada");
  assert.equal(answer.content, "hello ada");
  assert.equal(answer.reference.messageId, said.id);
  assert.equal((await channel.messages.fetch(answer.id)).content, "hello ada");
});

await step("sends files, changes them and reads them back", async () => {
  const files = [
    { attachment: Buffer.from("first"), name: "a.txt", description: "the first" },
    { attachment: Buffer.from("second"), name: "SPOILER_b.txt" },
  ];
  const sent = await channel.send({ content: "with files", files });
  const read = async ({ url }) => (await fetch(url)).text();
  const [first, second] = [...sent.attachments.values()];
  assert.deepEqual([first.name, first.description, first.size], ["a.txt", "the first", 5]);
  assert.equal(second.spoiler, true);
  assert.deepEqual([await read(first), await read(second)], ["first", "second"]);
  const third = { attachment: Buffer.from("third"), name: "c.txt" };
  const edited = await sent.edit({ attachments: [second], files: [third] });
  assert.deepEqual(
    [...edited.attachments.values()].map(({ name }) => name),
    ["SPOILER_b.txt", "c.txt"],
  );
  assert.equal((await fetch(first.url)).status, 404);
  await sent.delete();
  assert.equal((await fetch(second.url)).status, 404);
});

await step("pages through the history", async () => {
  const expected = ["hello bot", "hello ada"];
  for (let number = 0; number < HISTORY; number += 1) {
    expected.push(`history ${number}`);
    await says(`history ${number}`);
  }
  const found = [];
  for (let before; ; ) {
    const page = await channel.messages.fetch({ limit: 50, before, cache: false });
    if (page.size === 0) break;
    found.push(...page.map(({ content }) => content));
    before = page.lastKey();
  }
  assert.deepEqual(found.reverse(), expected);
});

await step("resumes with what it missed, once and in order", async () => {
  const resumed = once(client, Events.ShardResume);
  const reconnecting = once(client, Events.ShardReconnecting);
  await fetch(`${CONTROL}/cut`, { method: "POST" });
  await reconnecting;
  for (const number of [1, 2, 3]) await says(`missed ${number}`);
  await fetch(`${CONTROL}/mend`, { method: "POST" });
  const [, replayed] = await resumed;
  assert.equal(replayed >= 3, true, `${replayed} replayed`);
  const hearing = hears("live");
  await says("live");
  await hearing;
  const after = heard.slice(heard.indexOf(`history ${HISTORY - 1}`) + 1);
  assert.deepEqual(after, ["missed 1", "missed 2", "missed 3", "live"]);
});

await step("shows an embed, and changes it", async () => {
  const embed = new EmbedBuilder()
    .setTitle("Build 7")
    .setURL("https://example.org/builds/7")
    .setColor(0x2ecc71)
    .setAuthor({ name: "CI" })
    .setTimestamp(1_795_000_000_000)
    .addFields({ name: "Passed", value: "412", inline: true });
  const sent = await channel.send({ embeds: [embed] });
  const fetched = await channel.messages.fetch({ message: sent.id, force: true });
  assert.equal(embed.length, fetched.embeds[0].length);
  assert.deepEqual(fetched.embeds[0].fields, [{ name: "Passed", value: "412", inline: true }]);
  assert.equal(fetched.embeds[0].hexColor, "#2ecc71");
  assert.equal(Date.parse(fetched.embeds[0].timestamp), 1_795_000_000_000);
  const edited = await fetched.edit({ content: "see above", embeds: [] });
  assert.deepEqual([edited.content, edited.embeds.length], ["see above", 0]);
});

await step("shows a file of its own in an embed", async () => {
  const embed = new EmbedBuilder().setTitle("Load").setImage("attachment://chart.png");
  const sent = await channel.send({ embeds: [embed], files: [{ attachment: DOT, name: "chart.png" }] });
  const { url, width, height } = sent.embeds[0].image;
  assert.equal((await (await fetch(url)).arrayBuffer()).byteLength, sent.attachments.first().size);
  assert.deepEqual([width, height], [1, 1]);
});

await step("opens a thread, talks in it and archives it", async () => {
  const about = await channel.send("the parts");
  const thread = await about.startThread({ name: "parts", autoArchiveDuration: 60 });
  assert.deepEqual([thread.name, thread.parentId, thread.ownerId], ["parts", CHANNEL, client.user.id]);
  const said = await thread.send("first");
  assert.deepEqual((await thread.messages.fetch()).map(({ id }) => id).includes(said.id), true);
  const { threads } = await channel.threads.fetchActive();
  assert.equal(threads.has(thread.id), true);
  assert.deepEqual([...(await thread.members.fetch()).keys()], [client.user.id]);
  await thread.setArchived(true);
  const archived = await channel.threads.fetchArchived();
  assert.equal(archived.threads.has(thread.id), true);
});

await step("writes to a member, is answered, and is refused once it is blocked", async () => {
  const member = await client.users.fetch(MEMBER);
  const sent = await member.send("just between us");
  assert.equal(sent.channel.isDMBased(), true);
  assert.equal(sent.channel.recipientId, MEMBER);
  const hearing = hears("of course");
  await says("of course", sent.channelId);
  const answer = await hearing;
  assert.deepEqual([answer.author.id, answer.guildId], [MEMBER, null]);
  await answer.reply("good");
  const page = await sent.channel.messages.fetch({ cache: false });
  assert.deepEqual(
    page.map(({ content }) => content),
    ["good", "of course", "just between us"],
  );
  await asks("PUT", `/x/relationships/${BOT}`, { type: 2 });
  await assert.rejects(member.send("still there?"), { code: CANNOT_MESSAGE_USER });
  await asks("DELETE", `/x/relationships/${BOT}`);
  await member.send("again");
});

await client.destroy();
console.log(`discord.js: ${passed} passed, 0 failed`);
process.exit(0);
