/** What a person with several tabs notices of their sharing a session: nothing. */
import { beforeEach, expect, test } from "vitest";
import { createEngine, type Engine } from "../engine.ts";
import { FakeBrowser, type FakeTab } from "../testing/fake-browser.ts";
import { settle } from "../testing/fake-ports.ts";
import { FakeServer } from "../testing/fake-server.ts";
import { ada, bob } from "../testing/samples.ts";
import { isUnread } from "../unread.ts";
import { TABS_MAX } from "./messages.ts";
import { ANSWER_MS_MAX } from "./tab-gateway.ts";

let server: FakeServer;
let browser: FakeBrowser;

beforeEach(() => {
  server = new FakeServer();
  browser = new FakeBrowser();
});

interface OpenTab {
  ports: FakeTab;
  engine: Engine;
  stop(): void;
}

async function openTab(): Promise<OpenTab> {
  const ports = browser.open();
  server.serve(ports);
  const engine = createEngine(ports);
  const stop = engine.start();
  await calm();
  return { ports, engine, stop };
}

async function calm(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) {
    await settle();
    server.work(50);
    server.arrive(50);
    browser.deliverAll();
  }
}

function session({ engine }: OpenTab) {
  const { current } = engine.session.getState();
  if (!current) throw new Error("nobody is signed in");
  return current;
}

const texts = (tab: OpenTab) =>
  session(tab)
    .channels.store.getState()
    ["10"]?.timeline.messages.map(({ content }) => content);
const crash = (tab: OpenTab) => {
  tab.ports.crash();
  server.crashed(tab.ports);
};

test("p2 a second tab shows the same over the same session, and knows what the first has read", async () => {
  const first = await openTab();
  session(first).channels.open("10");
  server.post("10", { content: "before" });
  await calm();
  session(first).view("10");
  const second = await openTab();
  session(second).channels.open("10");
  await calm();
  server.post("10", { content: "live" });
  await calm();
  expect([texts(first), texts(second)]).toEqual([
    ["before", "live"],
    ["before", "live"],
  ]);
  expect(server.liveSessions).toBe(1);
  expect(session(second).guilds.getState()).toEqual(session(first).guilds.getState());
  expect(isUnread(session(second).unread.getState(), "10")).toBe(false);
});

test("a mention in a channel that only another tab shows is counted here, and read there it is gone", async () => {
  const first = await openTab();
  const second = await openTab();
  session(first).channels.open("10");
  await calm();
  server.post("10", { author: bob, mentions: [ada] });
  await calm();
  const mentions = (tab: OpenTab) => session(tab).unread.getState().mentions["10"];
  expect([mentions(first), mentions(second)]).toEqual([1, 1]);
  session(first).view("10");
  await calm();
  expect([mentions(first), mentions(second)]).toEqual([0, 0]);
});

test("p2 the leader crashes: another tab takes over, nothing is lost, and nobody is told of a break", async () => {
  const first = await openTab();
  const second = await openTab();
  const third = await openTab();
  for (const tab of [first, second, third]) session(tab).channels.open("10");
  server.post("10", { content: "one" });
  await calm();
  crash(first);
  server.post("10", { content: "meanwhile" });
  await calm();
  server.post("10", { content: "two" });
  await calm();
  for (const tab of [second, third]) {
    expect(texts(tab)).toEqual(["one", "meanwhile", "two"]);
    expect(session(tab).connection.store.getState()).toMatchObject({ status: "online", notice: null });
  }
  expect(server.liveSessions).toBe(1);
});

test("p1 a message written in any tab is posted once, and both tabs show one row all the while", async () => {
  const first = await openTab();
  const second = await openTab();
  for (const tab of [first, second]) session(tab).channels.open("10");
  await calm();
  session(second).outbox.write("10", "from the second");
  await calm();
  expect(server.stored.get("10")?.map(({ content }) => content)).toEqual(["from the second"]);
  expect([texts(first), texts(second)]).toEqual([["from the second"], ["from the second"]]);
  for (const tab of [first, second])
    expect(session(tab).outbox.store.getState()).toEqual({ entries: [], leaving: [], damaged: 0, waits: {} });
});

test("p1 the tab that sends crashes before it has the answer: the next one sends it, and it is the same", async () => {
  const first = await openTab();
  const second = await openTab();
  for (const tab of [first, second]) session(tab).channels.open("10");
  await calm();
  const answer = first.ports.handler;
  first.ports.handler = async (request) => {
    await answer(request);
    return new Promise(() => undefined);
  };
  session(second).outbox.write("10", "once");
  await calm();
  crash(first);
  await calm();
  expect([server.stored.get("10")?.length, texts(second)]).toEqual([1, ["once"]]);
  expect(session(second).outbox.store.getState().entries).toEqual([]);
});

test("when the page is left its subscriptions end, and the last tab ends the session", async () => {
  const first = await openTab();
  const second = await openTab();
  second.stop();
  await calm();
  expect(server.liveSessions).toBe(1);
  first.stop();
  await calm();
  expect(server.liveSessions).toBe(0);
});

test("a tab too many has a session of its own, and shows the same", async () => {
  const tabs: OpenTab[] = [];
  for (let n = 0; n <= TABS_MAX; n++) tabs.push(await openTab());
  expect(server.liveSessions).toBe(2);
  const late = tabs.at(-1) as OpenTab;
  session(late).channels.open("10");
  await calm();
  server.post("10", { content: "to all" });
  await calm();
  expect(texts(late)).toEqual(["to all"]);
  late.ports.surroundings.say("offline");
  late.ports.surroundings.say("online");
  late.stop();
  expect(server.liveSessions).toBe(1);
});

test("a leader that holds on to its place and says nothing is left alone after a while", async () => {
  const first = await openTab();
  const deaf = first.ports.inbox;
  deaf.push = () => deaf.length;
  const second = await openTab();
  expect(session(second).guilds.getState().awaited).toBeNull();
  await second.ports.clock.pass(ANSWER_MS_MAX);
  await calm();
  await second.ports.clock.pass(ANSWER_MS_MAX);
  await calm();
  expect(session(second).connection.store.getState().status).toBe("online");
  expect(session(second).guilds.getState().order).toEqual(["1"]);
});

test("a leader that freezes after others joined is left when the other tab is looked at", async () => {
  const first = await openTab();
  const second = await openTab();
  session(second).channels.open("10");
  await calm();
  // A leader that hears answers, and nothing changes.
  second.ports.surroundings.say("visible");
  await calm();
  await second.ports.clock.pass(3 * ANSWER_MS_MAX);
  expect(server.liveSessions).toBe(1);
  const frozen = first.ports.inbox;
  frozen.push = () => frozen.length;
  server.post("10", { content: "missed" });
  second.ports.surroundings.say("visible");
  second.ports.surroundings.say("visible");
  for (let n = 0; n < 2; n++) {
    await second.ports.clock.pass(ANSWER_MS_MAX);
    await calm();
  }
  server.post("10", { content: "live" });
  await calm();
  expect(second.ports.sockets).toHaveLength(0);
  expect([session(second).connection.store.getState().status, texts(second)]).toEqual([
    "online",
    ["missed", "live"],
  ]);
  expect(server.liveSessions).toBe(2);
});

test("w1 how long the server makes a channel wait is told in every tab", async () => {
  const first = await openTab();
  const second = await openTab();
  first.ports.handler = () => ({ status: 429, body: { code: 20016, message: "slow", retry_after: 30 } });
  session(second).outbox.write("10", "slowly");
  await calm();
  const waits = (tab: OpenTab) => session(tab).outbox.store.getState().waits;
  expect(waits(second)).toEqual({ "10": first.ports.clock.now() + 30_000 });
  expect(waits(first)).toEqual(waits(second));
  // A tab that nobody looks at runs its timers late.
  second.ports.clock.sleep(60_000);
  second.ports.surroundings.say("visible");
  expect(waits(second)).toEqual({});
});

test("s1 a tab that hangs holds no other tab's messages back, and takes its turn when it is back", async () => {
  const first = await openTab();
  const hung = first.ports.inbox;
  hung.push = () => hung.length;
  first.ports.handler = () => new Promise(() => undefined);
  const second = await openTab();
  for (let n = 0; n < 2; n++) {
    await second.ports.clock.pass(ANSWER_MS_MAX);
    await calm();
  }
  session(second).channels.open("10");
  session(second).outbox.write("10", "one");
  await second.ports.clock.pass(3_000);
  session(second).outbox.write("10", "two");
  await second.ports.clock.pass(3_000);
  await calm();
  expect([texts(second), session(second).outbox.store.getState().entries]).toEqual([["one", "two"], []]);
  // The first is back, and the second ends.
  Reflect.deleteProperty(hung, "push");
  server.serve(first.ports);
  second.stop();
  await calm();
  session(first).outbox.write("10", "three");
  await calm();
  expect(server.stored.get("10")?.map(({ content }) => content)).toEqual(["one", "two", "three"]);
});

test("s1 a tab whose post hangs is given its time, then another tab sends the same", async () => {
  const first = await openTab();
  const second = await openTab();
  for (const tab of [first, second]) session(tab).channels.open("10");
  await calm();
  first.ports.handler = () => new Promise(() => undefined);
  session(second).outbox.write("10", "once");
  await calm();
  await second.ports.clock.pass(59_000);
  await calm();
  expect(server.stored.get("10")).toEqual([]);
  await second.ports.clock.pass(2_000);
  await calm();
  expect([server.stored.get("10")?.length, texts(first), texts(second)]).toEqual([1, ["once"], ["once"]]);
});

test("a tab waits for a leader that answers, however long that has no session", async () => {
  const first = await openTab();
  first.ports.sockets.at(-1)?.end(1006);
  const second = await openTab();
  await second.ports.clock.pass(3 * ANSWER_MS_MAX);
  await calm();
  expect(second.ports.sockets).toEqual([]);
});

test("the network is gone for all tabs, and comes back for all", async () => {
  const first = await openTab();
  const second = await openTab();
  for (const tab of [first, second]) session(tab).channels.open("10");
  await calm();
  server.cut(false);
  await calm();
  const status = () => [first, second].map((tab) => session(tab).connection.store.getState().status);
  expect(status()).toEqual(["reconnecting", "reconnecting"]);
  server.post("10", { content: "missed" });
  // The second tab is looked at: it need not wait for the first one's timer.
  second.ports.surroundings.say("visible");
  await calm();
  expect(status()).toEqual(["online", "online"]);
  expect([texts(first), texts(second)]).toEqual([["missed"], ["missed"]]);
  expect(session(second).connection.store.getState().notice).toEqual({ replayed: 1, resets: [] });
});
