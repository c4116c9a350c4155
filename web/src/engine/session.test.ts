/** The whole engine over a fake socket and a fake server: what a person would see of it. */
import { beforeEach, expect, test } from "vitest";
import { createEngine, type Engine } from "./engine.ts";
import { NetworkError } from "./rest/error.ts";
import type { Session } from "./session.ts";
import { FakePorts, type FakeRequest, settle } from "./testing/fake-ports.ts";
import { ada, bob, channel, guildCreate, message, user } from "./testing/samples.ts";
import type { Message } from "./wire.ts";

let ports: FakePorts;
let engine: Engine;
/** What the server has stored, oldest first. */
let stored: Message[];

beforeEach(() => {
  ports = new FakePorts();
  stored = [message(1), message(2)];
  ports.handler = answer;
  engine = createEngine(ports);
});

function answer({ method, path, body, query }: FakeRequest) {
  if (path === "/api/x/auth/refresh")
    return { status: 200, body: { user: ada, access_token: "tok", expires_in: 900 } };
  if (path === "/api/v10/gateway") return { status: 200, body: { url: "ws://confab.test/gateway" } };
  if (path.endsWith("/messages") && method === "GET") {
    const before = query.get("before");
    const around = query.get("around");
    const list = before ? stored.filter(({ id }) => BigInt(id) < BigInt(before)) : stored;
    return { status: 200, body: around ? [message(1)] : [...list].reverse() };
  }
  if (path.endsWith("/messages")) return { status: 200, body: message(90, body as Partial<Message>) };
  return { status: 204 };
}

const READY = {
  session_id: "s1",
  resume_gateway_url: "ws://confab.test/gateway",
  guilds: [{ id: "1" }],
  read_state: [],
};

async function signedIn(): Promise<Session> {
  engine.start();
  await settle();
  const { current } = engine.session.getState();
  if (!current) throw new Error("nobody is signed in");
  return current;
}

async function greet(ready: object = READY): Promise<void> {
  await settle();
  ports.socket.hello();
  ports.socket.dispatch("READY", ready);
  ports.socket.dispatch("GUILD_CREATE", guildCreate());
  await settle();
}

async function live(): Promise<Session> {
  const session = await signedIn();
  await greet();
  session.channels.open("10");
  ports.socket.dispatch("X_SUBSCRIBED", { channel_id: "10", head: 2, replayed: 0, reset: false });
  await settle();
  return session;
}

const created = (n: number, part: Partial<Message> = {}) => ({ ...message(n, part), x_seq: n });
const texts = (session: Session, id = "10") =>
  session.channels.store.getState()[id]?.timeline.messages.map(({ content }) => content);
const status = (session: Session) => session.connection.store.getState().status;
const notice = (session: Session) => session.connection.store.getState().notice;

test("c2 a channel is subscribed, then its page is asked for, then live messages follow", async () => {
  const session = await live();
  expect(ports.socket.url).toBe("ws://confab.test/gateway?v=10&encoding=json");
  expect(ports.socket.of(100)).toEqual([{ channel_id: "10" }]);
  ports.socket.dispatch("MESSAGE_CREATE", created(3));
  ports.socket.dispatch("MESSAGE_UPDATE", {
    ...created(4),
    ...message(3, { content: "edited", edited_timestamp: "2026-11-22T20:00:00Z" }),
  });
  ports.socket.dispatch("MESSAGE_DELETE", { id: message(1).id, channel_id: "10", x_seq: 5 });
  expect(texts(session)).toEqual(["message 2", "edited"]);
  ports.socket.dispatch("MESSAGE_DELETE_BULK", { ids: [message(2).id], channel_id: "10", x_seq: 6 });
  expect(texts(session)).toEqual(["edited"]);
  expect([status(session), notice(session)]).toEqual(["online", null]);
});

test("r1 a dropped socket resumes and says how many events were missed", async () => {
  const session = await live();
  ports.socket.dispatch("MESSAGE_CREATE", created(3));
  ports.socket.end(1006);
  expect(status(session)).toBe("reconnecting");
  await ports.clock.pass(600);
  ports.socket.hello();
  expect(ports.socket.of(6)).toEqual([{ token: "tok", session_id: "s1", seq: 4 }]);
  ports.socket.dispatch("MESSAGE_CREATE", created(4));
  ports.socket.dispatch("TYPING_START", { channel_id: "10", user_id: bob.id });
  ports.socket.dispatch("MESSAGE_CREATE", created(6));
  expect(status(session)).toBe("reconnecting");
  ports.socket.dispatch("RESUMED", {});
  expect([status(session), notice(session)]).toEqual(["online", { replayed: 2, resets: [] }]);
  expect(texts(session)).toEqual(["message 1", "message 2", "message 3", "message 4", "message 6"]);
  session.connection.dismiss();
  expect(notice(session)).toBeNull();
});

test("r2 after a restart of the server every channel catches up from its cursor", async () => {
  const session = await live();
  ports.socket.dispatch("MESSAGE_CREATE", created(3));
  ports.socket.end(1006);
  await ports.clock.pass(600);
  ports.socket.hello();
  ports.socket.receive({ op: 9, d: false });
  expect(ports.socket.of(2)).toHaveLength(1);
  ports.socket.dispatch("READY", READY);
  expect(ports.socket.of(100)).toEqual([{ channel_id: "10", after: 3 }]);
  for (const n of [4, 5, 7]) ports.socket.dispatch("MESSAGE_CREATE", created(n));
  ports.socket.dispatch("X_SUBSCRIBED", { channel_id: "10", head: 7, replayed: 3, reset: false });
  expect([status(session), notice(session)]).toEqual(["online", { replayed: 3, resets: [] }]);
  expect(texts(session)?.slice(-3)).toEqual(["message 4", "message 5", "message 7"]);
  expect(ports.requests.filter(({ path }) => path.endsWith("/messages"))).toHaveLength(1);
});

test("a reset fetches the newest page and says so", async () => {
  const session = await live();
  ports.socket.end(4009);
  await ports.clock.pass(600);
  ports.socket.hello();
  ports.socket.receive({ op: 9, d: false });
  ports.socket.dispatch("READY", READY);
  stored = [message(800), message(801)];
  ports.socket.dispatch("X_SUBSCRIBED", { channel_id: "10", head: 900, replayed: 0, reset: true });
  await settle();
  expect(notice(session)).toEqual({ replayed: 0, resets: ["10"] });
  expect(texts(session)).toEqual(["message 800", "message 801"]);
});

test("c3 nothing is asked for while a newest page is on its way", async () => {
  const session = await live();
  ports.socket.end(4009);
  await ports.clock.pass(600);
  ports.socket.hello();
  ports.socket.receive({ op: 9, d: false });
  ports.socket.dispatch("READY", READY);
  ports.socket.dispatch("X_SUBSCRIBED", { channel_id: "10", head: 900, replayed: 0, reset: true });
  const asked = ports.requests.length;
  await session.channels.load("10", "after");
  expect(ports.requests.length).toBe(asked);
});

test("a server that never answers a SUBSCRIBE does not keep the page waiting", async () => {
  const session = await live();
  ports.socket.end(1001);
  await ports.clock.pass(600);
  ports.socket.hello();
  ports.socket.dispatch("READY", READY);
  expect(status(session)).toBe("reconnecting");
  await ports.clock.pass(10_000);
  expect(status(session)).toBe("online");
});

test("a hole in the live sequence is asked for again", async () => {
  const session = await live();
  ports.socket.dispatch("MESSAGE_CREATE", created(5));
  expect(ports.socket.of(100).at(-1)).toEqual({ channel_id: "10", after: 2 });
  for (const n of [3, 4, 5]) ports.socket.dispatch("MESSAGE_CREATE", created(n));
  ports.socket.dispatch("X_SUBSCRIBED", { channel_id: "10", head: 5, replayed: 3, reset: false });
  expect(texts(session)).toEqual([1, 2, 3, 4, 5].map((n) => `message ${n}`));
  ports.socket.dispatch("MESSAGE_CREATE", created(6));
  expect(ports.socket.of(100)).toHaveLength(2);
});

test("a reaction, or what a newer server adds, moves the cursor and no message", async () => {
  const session = await live();
  ports.socket.dispatch("MESSAGE_REACTION_ADD", { channel_id: "10", message_id: message(1).id, x_seq: 3 });
  ports.socket.dispatch("SOMETHING_NEW", { anything: 1 });
  ports.socket.dispatch("MESSAGE_CREATE", created(4));
  expect(ports.socket.of(100)).toHaveLength(1);
  expect(texts(session)).toHaveLength(3);
});

test("what is written while the server is away goes out once, after what was missed", async () => {
  const session = await live();
  ports.socket.end(1006);
  session.outbox.write("10", "meanwhile");
  await ports.clock.pass(600);
  ports.socket.hello();
  const posts = () =>
    ports.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/messages"));
  expect(posts()).toHaveLength(0);
  ports.socket.dispatch("RESUMED", {});
  await settle();
  expect(posts()).toHaveLength(1);
  ports.socket.dispatch(
    "MESSAGE_CREATE",
    created(90, { author: ada, content: "meanwhile", nonce: "unique-1" }),
  );
  expect(texts(session)?.filter((text) => text === "meanwhile")).toHaveLength(1);
  expect(session.outbox.store.getState().entries).toEqual([]);
});

test("a page that fails can be asked for again, and is when the connection is back", async () => {
  const session = await live();
  ports.handler = () => {
    throw new TypeError("gone");
  };
  await session.channels.load("10", "before");
  expect(session.channels.store.getState()["10"]?.failure?.direction).toBe("before");
  ports.handler = answer;
  ports.socket.end(1006);
  await ports.clock.pass(600);
  ports.socket.hello();
  ports.socket.dispatch("RESUMED", {});
  await settle();
  expect(session.channels.store.getState()["10"]).toMatchObject({
    failure: null,
    timeline: { hasBefore: false },
  });
});

test("jumping to a message that is gone says so", async () => {
  const session = await live();
  await session.channels.jumpTo("10", message(77).id);
  expect(session.channels.store.getState()["10"]).toMatchObject({ target: null, missing: message(77).id });
});

test("jumping to a message loads what is around it, once", async () => {
  const session = await live();
  await session.channels.jumpTo("10", message(2).id);
  expect(session.channels.store.getState()["10"]?.target).toBe(message(2).id);
  session.channels.targetReached("10");
  await session.channels.jumpTo("10", message(77).id);
  expect(session.channels.store.getState()["10"]?.timeline).toMatchObject({
    hasAfter: true,
    hasBefore: true,
  });
});

test("a link that is followed while the channel is subscribed leads there all the same", async () => {
  const session = await signedIn();
  await greet();
  let answerAround: () => void = () => undefined;
  ports.handler = (request) => {
    if (!request.query.get("around")) return answer(request);
    return new Promise((resolve) => {
      answerAround = () => resolve({ status: 200, body: [message(2), message(1)] });
    });
  };
  session.channels.open("10");
  const jumped = session.channels.jumpTo("10", message(1).id);
  await settle();
  ports.socket.dispatch("X_SUBSCRIBED", { channel_id: "10", head: 2, replayed: 0 });
  await settle();
  answerAround();
  await jumped;
  expect(session.channels.store.getState()["10"]).toMatchObject({
    target: message(1).id,
    missing: null,
    timeline: { hasAfter: true },
  });
  // Whoever reads there is not brought to the present by a subscription that comes late.
  ports.socket.dispatch("X_SUBSCRIBED", { channel_id: "10", head: 2, replayed: 0 });
  await settle();
  expect(session.channels.store.getState()["10"]?.timeline.hasAfter).toBe(true);
});

test("c1 the channels opened last are subscribed, and one that returns catches up", async () => {
  const session = await live();
  for (let n = 0; n < 12; n++) session.channels.open(`2${n}`);
  expect(ports.socket.of(101)).toEqual([{ channel_id: "10" }]);
  session.channels.open("10");
  expect(ports.socket.of(100).at(-1)).toEqual({ channel_id: "10", after: 2 });
  for (let n = 0; n < 60; n++) session.channels.open(`3${n}`);
  expect(Object.keys(session.channels.store.getState())).toHaveLength(40);
});

test("a channel that may not be seen says why", async () => {
  const session = await live();
  session.channels.open("66");
  ports.socket.dispatch("X_SUBSCRIBED", {
    channel_id: "66",
    error: { code: 50001, message: "Missing Access" },
  });
  expect(session.channels.store.getState()["66"]?.failure?.error).toMatchObject({ status: 403, code: 50001 });
  ports.socket.dispatch("CHANNEL_DELETE", channel("66"));
  expect("66" in session.channels.store.getState()).toBe(false);
});

test("a channel opened before the gateway is there loads by itself", async () => {
  const session = await signedIn();
  session.channels.open("10");
  await settle();
  expect(texts(session)).toEqual(["message 1", "message 2"]);
});

test("unread and mentions follow what is looked at", async () => {
  const session = await live();
  const mentions = () => session.unread.getState().mentions["11"];
  ports.socket.dispatch("X_UNREAD", {
    channels: [{ channel_id: "11", last_message_id: message(5).id, mentions: 2 }],
  });
  ports.socket.dispatch("X_MENTION", { channel_id: "11", message: message(6) });
  expect(mentions()).toBe(2);
  const leave = session.view("11");
  expect(mentions()).toBe(0);
  leave();
});

test("what is said in a conversation is confirmed at once, and no more than once a second", async () => {
  await signedIn();
  await greet({ ...READY, private_channels: [{ ...channel("41", { type: 1 }), recipients: [bob] }] });
  const beats = () => ports.socket.sent.filter(({ op }) => op === 1).length;
  ports.clock.sleep(5_000);
  const before = beats();
  for (const id of [6, 7]) {
    ports.socket.dispatch("X_MENTION", { channel_id: "41", message: message(id, { channel_id: "41" }) });
  }
  ports.socket.dispatch("X_MENTION", { channel_id: "11", message: message(8) });
  expect(beats()).toBe(before + 1);
  // The one of the same second is confirmed with the next.
  await ports.clock.pass(1_000);
  expect(beats()).toBe(before + 2);
  await ports.clock.pass(2_000);
  expect(beats()).toBe(before + 2);
});

test("receipts come to the messages that they are of", async () => {
  const session = await live();
  const receipts = [{ user_id: bob.id, message_id: "2", kind: "read" }];
  ports.socket.dispatch("X_RECEIPTS", { channel_id: "11", receipts });
  expect(session.receipts.getState()).toEqual({ 11: { [bob.id]: { delivered: "0", read: "2" } } });
});

test("whoever does nothing for a while is idle until they do something", async () => {
  await live();
  const said = () =>
    ports.socket.sent.filter(({ op }) => op === 3).map(({ d }) => (d as { status: string }).status);
  for (let passed = 0; passed < 10 * 60_000; passed += 30_000) {
    await ports.clock.pass(30_000);
    ports.socket.receive({ op: 11 });
  }
  expect(said()).toEqual(["idle"]);
  ports.surroundings.say("used");
  expect(said()).toEqual(["idle", "online"]);
});

test("typing is shown until it expires or its message comes", async () => {
  const session = await live();
  const typists = () => Object.keys(session.typing.store.getState()["10"] ?? {});
  ports.socket.dispatch("TYPING_START", { channel_id: "10", user_id: bob.id });
  ports.socket.dispatch("TYPING_START", { channel_id: "10", user_id: ada.id });
  expect(typists()).toEqual([bob.id]);
  await ports.clock.pass(10_000);
  expect(typists()).toEqual([]);
  ports.socket.dispatch("TYPING_START", { channel_id: "10", user_id: bob.id });
  ports.socket.dispatch("MESSAGE_CREATE", created(3));
  expect(typists()).toEqual([]);
});

test("our own typing is told at most every eight seconds, and anew after a message", async () => {
  const session = await live();
  const told = () => ports.requests.filter(({ path }) => path.endsWith("/typing")).length;
  for (let n = 0; n < 5; n++) session.typing.keyPressed("10");
  expect(told()).toBe(1);
  session.typing.written("10");
  session.typing.keyPressed("10");
  expect(told()).toBe(2);
});

test("no network is called offline, and its return is tried at once", async () => {
  const session = await live();
  ports.surroundings.say("offline");
  expect(status(session)).toBe("offline");
  ports.socket.end(1006);
  expect(status(session)).toBe("offline");
  await ports.clock.pass(50);
  ports.surroundings.say("online");
  expect(status(session)).toBe("reconnecting");
  await settle();
  expect(ports.sockets).toHaveLength(2);
  ports.surroundings.say("visible");
});

test("a socket that outlives a short break of the network is online again with it", async () => {
  const session = await live();
  ports.surroundings.say("offline");
  expect(status(session)).toBe("offline");
  ports.surroundings.say("online");
  expect(status(session)).toBe("online");
});

test("whoever comes back to a guild begins anew in its channels", async () => {
  const session = await live();
  ports.socket.dispatch("GUILD_DELETE", { id: "1" });
  await settle();
  expect(session.channels.store.getState()["10"]).toBeUndefined();
  ports.socket.dispatch("GUILD_CREATE", guildCreate());
  session.channels.open("10");
  await settle();
  expect(ports.socket.of(100).filter((d) => (d as { channel_id: string }).channel_id === "10")).toHaveLength(
    2,
  );
});

test("a gateway that does not say where it is, is where the page is", async () => {
  const before = ports.handler;
  ports.handler = (request) => (request.path === "/api/v10/gateway" ? { status: 500 } : before(request));
  await signedIn();
  expect(ports.socket.url).toBe("ws://confab.test/gateway?v=10&encoding=json");
});

test("drafts are kept per channel", async () => {
  const { drafts } = await live();
  drafts.set("10", "half a");
  expect([drafts.get("10"), drafts.get("11")]).toEqual(["half a", ""]);
  drafts.set("10", "");
  expect(ports.shelf.keys()).toEqual([]);
});

test("members that are asked for come to the guild with who of them is there", async () => {
  const session = await live();
  const asked = session.requestMembers("1", { query: "cl", limit: 50 });
  const [{ nonce }] = ports.socket.of(8) as [{ nonce: string }];
  const cleo = { user: user("cleo", 9), nick: null, roles: [], joined_at: "2020-01-01T00:00:00Z" };
  const presences = [{ user: { id: cleo.user.id }, status: "idle" }];
  const chunk = { guild_id: "1", members: [cleo], presences, chunk_index: 0, chunk_count: 1, nonce };
  ports.socket.dispatch("GUILD_MEMBERS_CHUNK", chunk);
  await asked;
  const guild = session.guilds.getState().guilds["1"];
  expect([guild?.members[cleo.user.id], guild?.statuses[cleo.user.id]]).toEqual([cleo, "idle"]);
});

test("members that are asked for do not come once the connection is lost", async () => {
  const session = await live();
  const asked = session.requestMembers("1", { query: "", limit: 50 });
  ports.socket.end(1006);
  await expect(asked).rejects.toBeInstanceOf(NetworkError);
});

test("signing out closes everything, and 4004 ends what the server ended", async () => {
  const session = await live();
  const socket = ports.socket;
  await engine.signOut();
  expect([engine.session.getState().current, socket.closedWith]).toEqual([null, 1000]);
  expect(session.connection.store.getState().notice).toBeNull();

  engine.signIn({ user: ada, access_token: "tok2", expires_in: 900 });
  await greet();
  ports.handler = () => ({ status: 401, body: {} });
  ports.socket.end(4004);
  await settle();
  expect(engine.login.store.getState()).toEqual({ phase: "signed-out", isEnded: true });
  expect(engine.session.getState().current).toBeNull();
});

test("starting asks until somebody answers", async () => {
  ports.handler = () => {
    throw new TypeError("gone");
  };
  const stop = engine.start();
  await settle();
  expect(engine.login.store.getState()).toEqual({ phase: "unknown", unreachable: true });
  await ports.clock.pass(5_000);
  const tries = ports.requests.length;
  expect(tries).toBeGreaterThan(2);
  ports.handler = answer;
  await ports.clock.pass(10_000);
  expect(engine.session.getState().current?.user).toEqual(ada);
  stop();
  expect(ports.socket.closedWith).toBe(1000);
});
