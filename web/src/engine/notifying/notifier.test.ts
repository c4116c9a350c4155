/** Whole sessions over one fake browser: who is told, by which tab, and when not. */
import { beforeEach, expect, test } from "vitest";
import { createEngine, type Engine } from "../engine.ts";
import { FakePorts, settle } from "../testing/fake-ports.ts";
import { ada, bob, channel, guildCreate, message } from "../testing/samples.ts";
import type { Message } from "../wire.ts";
import { createNotifier, type Told, WAIT_FOR_READER_MS, WAIT_MS } from "./notifier.ts";

let ports: FakePorts;
let engine: Engine;
let looked: string[];
let told: (Told & { calls: boolean })[];
let closed: string[];
let stop: () => void;

const session = () => {
  const { current } = engine.session.getState();
  if (!current) throw new Error("nobody is signed in");
  return current;
};
const guild = guildCreate({
  channels: [channel("10", { name: "general" }), channel("12", { name: "other" })],
});
const mention = (n: number, part: Partial<Message> = {}) => ({
  channel_id: "12",
  message: message(n, { channel_id: "12", mentions: [ada], author: bob, ...part }),
});
const dispatch = (name: string, data: unknown) => ports.socket.dispatch(name, data);
const pass = (ms: number) => ports.clock.pass(ms);

function ready(part: object = {}): void {
  ports.socket.hello();
  dispatch("READY", { session_id: "s1", guilds: [{ id: "1" }], settings: {}, read_state: [], ...part });
  dispatch("GUILD_CREATE", guild);
}

function notify(): void {
  stop = createNotifier(ports, session(), {
    looked: () => looked,
    show: (one, calls) => told.push({ ...one, calls }),
    close: (id) => closed.push(id),
  });
}

beforeEach(async () => {
  ports = new FakePorts();
  [looked, told, closed] = [[], [], []];
  ports.handler = ({ path }) => {
    if (path.endsWith("/refresh"))
      return { status: 200, body: { user: ada, access_token: "t", expires_in: 900 } };
    if (path.endsWith("/gateway")) return { status: 200, body: { url: "ws://confab.test/gateway" } };
    return { status: 204 };
  };
  engine = createEngine(ports);
  engine.start();
  await settle();
  ready();
  notify();
});

test("a mention in a channel that is not subscribed is told after a moment", async () => {
  dispatch("X_MENTION", mention(1));
  await pass(WAIT_MS - 1);
  expect(told).toEqual([]);
  await pass(1);
  expect(told).toMatchObject([
    { calls: true, channel: { id: "12" }, guild: { id: "1" }, notice: { count: 1 } },
  ]);
});

test("no1 a channel that is looked at, when it comes or when it would be shown, is not told", async () => {
  looked = ["12"];
  dispatch("X_MENTION", mention(1));
  looked = [];
  await pass(WAIT_MS);
  dispatch("X_MENTION", mention(2));
  looked = ["12"];
  await pass(WAIT_MS);
  expect(told).toEqual([]);
});

test("what is read on another device before it is shown is not, and what is shown goes", async () => {
  dispatch("X_MENTION", mention(1));
  dispatch("MESSAGE_ACK", { channel_id: "12", message_id: mention(1).message.id, mention_count: 0 });
  await pass(WAIT_MS);
  expect(told).toEqual([]);

  dispatch("X_MENTION", mention(2));
  // Whoever reads along says so only every few seconds.
  await pass(WAIT_MS);
  expect(told).toEqual([]);
  await pass(WAIT_FOR_READER_MS - WAIT_MS);
  expect(told).toHaveLength(1);
  dispatch("MESSAGE_ACK", { channel_id: "12", message_id: mention(2).message.id, mention_count: 0 });
  expect(closed).toEqual(["12"]);
});

test("a message that is deleted takes its words with it, and a channel that goes as well", async () => {
  dispatch("X_MENTION", mention(1));
  await pass(WAIT_MS);
  dispatch("MESSAGE_DELETE", { id: mention(1).message.id, channel_id: "12", x_seq: 9 });
  expect(closed).toEqual(["12"]);
  dispatch("X_MENTION", mention(2));
  await pass(WAIT_MS);
  dispatch("CHANNEL_DELETE", channel("12"));
  expect(closed).toEqual(["12", "12"]);
});

test("a mute and a level that another device chose hold at once, also for what waits", async () => {
  dispatch("X_MENTION", mention(1));
  dispatch("X_SETTINGS", { settings: { "notify:1": { channels: { "12": { muted_until: null } } } } });
  await pass(WAIT_MS);
  expect(told).toEqual([]);
  dispatch("X_SETTINGS", { settings: { "notify:1": { level: "all" } } });
  dispatch("X_UNREAD", { channels: [{ channel_id: "12", last_message_id: message(9).id, mentions: 0 }] });
  await pass(WAIT_MS);
  expect(told).toMatchObject([{ notice: { isVague: true, news: { message: null } } }]);
});

test("no2 when a page is opened nothing is told of what waited for it", async () => {
  stop();
  await settle();
  expect(told).toEqual([]);
  const read_state = [{ channel_id: "12", last_message_id: "1", mention_count: 3 }];
  ports.socket.end(4009);
  await pass(2_000);
  ports.socket.hello();
  // Nobody listens yet, as in a page that opens.
  dispatch("READY", { session_id: "s2", guilds: [{ id: "1" }], settings: {}, read_state });
  dispatch("GUILD_CREATE", guild);
  notify();
  await pass(10_000);
  expect(told).toEqual([]);
});

test("no2 nor where the first session begins only then", async () => {
  stop();
  engine = createEngine(ports);
  engine.start();
  await settle();
  notify();
  ready({ read_state: [{ channel_id: "12", last_message_id: "1", mention_count: 3 }] });
  dispatch("GUILD_CREATE", {
    ...guild,
    channels: guild.channels.map((one) => ({ ...one, last_message_id: message(9).id })),
  });
  await pass(10_000);
  expect(session().unread.getState().mentions["12"]).toBe(3);
  expect(told).toEqual([]);
});

test("no2 of a night without a connection each channel is told once, with its mentions", async () => {
  ports.socket.end(4009);
  await pass(2_000);
  const last_message_id = message(40).id;
  const channels = [channel("10", { last_message_id }), channel("12", { last_message_id })];
  ports.socket.hello();
  dispatch("READY", {
    session_id: "s2",
    guilds: [{ id: "1" }],
    settings: { "notify:1": { level: "all" } },
    read_state: [
      { channel_id: "10", last_message_id: "1", mention_count: 0 },
      { channel_id: "12", last_message_id: "1", mention_count: 3 },
    ],
  });
  dispatch("GUILD_CREATE", { ...guild, channels });
  // What a subscription with a cursor replays is known by then.
  for (let n = 1; n <= 40; n++) dispatch("MESSAGE_CREATE", { ...message(n, { mentions: [ada] }), x_seq: n });
  await pass(10_000);
  expect(told).toMatchObject([{ channel: { id: "12" }, notice: { count: 3, isMissed: true } }]);
});

test("what stops tells nothing more, and takes away what it showed", async () => {
  dispatch("X_MENTION", mention(1));
  await pass(WAIT_MS);
  dispatch("X_MENTION", mention(2));
  stop();
  expect(closed).toEqual(["12"]);
  await pass(60_000);
  expect(told).toHaveLength(1);
});
