import { beforeEach, expect, test } from "vitest";
import { createRestClient } from "../rest/client.ts";
import { createUpload } from "../rest/upload.ts";
import { FakePorts, settle } from "../testing/fake-ports.ts";
import { ada, message } from "../testing/samples.ts";
import type { Message } from "../wire.ts";
import type { DraftFile } from "./files.ts";
import { createOutbox, type Outbox } from "./sender.ts";

let ports: FakePorts;
let acknowledged: Message[];

/** A minute before the clock of the tests begins. */
const RECENT_MS = Date.UTC(2026, 10, 22, 17, 59);
const STORED = {
  nonce: "x",
  channelId: "10",
  content: "kept",
  writtenAtMs: RECENT_MS,
  order: 1,
  refusal: null,
  tried: false,
};

beforeEach(() => {
  ports = new FakePorts();
  acknowledged = [];
  ports.handler = ({ body }) => ({ status: 200, body: message(1, body as Partial<Message>) });
});

function open(): Outbox {
  const tokens = { token: () => "tok", renew: async () => null };
  const rest = createRestClient(ports.fetch, tokens);
  const upload = createUpload(ports.upload, tokens);
  return createOutbox(ports, rest, { user: ada.id, upload, acknowledged: (sent) => acknowledged.push(sent) });
}

const posted = () => ports.requests.map(({ body }) => (body as { content: string }).content);
const entries = (outbox: Outbox) => outbox.store.getState().entries;
const gone = () => {
  throw new TypeError("network");
};

test("o1 messages go out in order, one at a time, and leave when answered", async () => {
  const outbox = open();
  outbox.setLive(true);
  await settle();
  for (const text of ["a", "b", "c"]) outbox.write("10", text);
  await settle();
  expect(posted()).toEqual(["a", "b", "c"]);
  expect(ports.requests[0]).toMatchObject({
    path: "/api/v10/channels/10/messages",
    body: { nonce: "unique-1", enforce_nonce: true },
  });
  expect(acknowledged.map(({ nonce }) => nonce)).toEqual(["unique-1", "unique-2", "unique-3"]);
  expect([entries(outbox), ports.shelf.keys()]).toEqual([[], []]);
});

test("s2 nothing goes out while the gateway is away", async () => {
  const outbox = open();
  outbox.write("10", "a");
  await settle();
  expect(posted()).toEqual([]);
  outbox.setLive(true);
  await settle();
  expect(posted()).toEqual(["a"]);
});

test("o2 without an answer the same nonce is tried again, after a wait or when the gateway is back", async () => {
  const outbox = open();
  outbox.setLive(true);
  await settle();
  ports.handler = gone;
  outbox.write("10", "a");
  outbox.write("10", "b");
  await settle();
  expect(posted()).toEqual(["a"]);
  await ports.clock.pass(400);
  expect(posted()).toEqual(["a", "a"]);
  ports.handler = ({ body }) => ({ status: 200, body: message(1, body as Partial<Message>) });
  outbox.setLive(false);
  outbox.setLive(true);
  await settle();
  expect(posted()).toEqual(["a", "a", "a", "b"]);
  expect(new Set(ports.requests.slice(0, 3).map(({ body }) => (body as Message).nonce)).size).toBe(1);
});

test("a server that asks for patience gets it", async () => {
  const outbox = open();
  outbox.setLive(true);
  await settle();
  ports.handler = () => ({ status: 429, body: { code: 20016, message: "slow", retry_after: 5 } });
  outbox.write("10", "a");
  await settle();
  await ports.clock.pass(4_900);
  expect(posted()).toHaveLength(1);
  await ports.clock.pass(200);
  expect(posted()).toHaveLength(2);
});

test("s6 a wait that the server asked for is told, and what waits can be taken back", async () => {
  const outbox = open();
  outbox.setLive(true);
  await settle();
  ports.handler = () => ({ status: 429, body: { code: 20016, message: "slow", retry_after: 30 } });
  for (const text of ["a", "b"]) outbox.write("10", text);
  await settle();
  expect(outbox.store.getState().waits).toEqual({ "10": ports.clock.now() + 30_000 });
  expect(outbox.discard("unique-1")).toBe(true);
  ports.handler = ({ body }) => ({ status: 200, body: message(1, body as Partial<Message>) });
  await ports.clock.pass(30_000);
  expect([posted(), outbox.store.getState().waits]).toEqual([["a", "b"], {}]);
});

test("what is on its way to the server cannot be taken back", async () => {
  const outbox = open();
  outbox.setLive(true);
  await settle();
  ports.handler = () => new Promise(() => undefined);
  outbox.write("10", "a");
  await settle();
  expect([outbox.discard("unique-1"), entries(outbox).length]).toEqual([false, 1]);
});

test("w1 a wait that the server asked for outlives the tab that was told, and is over in time", async () => {
  const slow = () => ({ status: 429, body: { code: 20016, message: "slow", retry_after: 30 } });
  const first = open();
  first.setLive(true);
  await settle();
  ports.handler = slow;
  first.write("10", "a");
  await settle();
  const untilMs = ports.clock.now() + 30_000;
  first.close();
  const second = open();
  second.setLive(true);
  await ports.clock.pass(29_900);
  expect([second.store.getState().waits, posted()]).toEqual([{ "10": untilMs }, ["a"]]);
  ports.handler = ({ body }) => ({ status: 200, body: message(1, body as Partial<Message>) });
  await ports.clock.pass(200);
  expect([posted(), second.store.getState().waits, ports.shelf.keys()]).toEqual([["a", "a"], {}, []]);
});

test.each(["soon", "1e300", "1"])("w1 a stored wait of %s is none, and is taken out", (text) => {
  ports.shelf.set(`confab.outbox-wait.${ada.id}.10`, text);
  expect(open().store.getState().waits).toEqual({});
  expect(ports.shelf.keys()).toEqual([]);
});

test("w2 a wait does not outlast a sleep", async () => {
  const outbox = open();
  outbox.setLive(true);
  await settle();
  ports.handler = () => ({ status: 429, body: { code: 20016, message: "slow", retry_after: 30 } });
  outbox.write("10", "a");
  await settle();
  ports.clock.sleep(20_000);
  outbox.wake();
  await settle();
  expect(posted()).toEqual(["a"]);
  ports.clock.sleep(20_000);
  outbox.wake();
  await settle();
  expect(posted()).toEqual(["a", "a"]);
});

const unanswered: [string, FakePorts["handler"]][] = [
  ["no answer", gone],
  ["an error of the server", () => ({ status: 503, body: null, headers: { "retry-after": "30" } })],
];
test.each(unanswered)("o4 after %s a message may have arrived: no tab takes it back", async (_, handler) => {
  const outbox = open();
  outbox.setLive(true);
  await settle();
  ports.handler = handler;
  outbox.write("10", "a");
  await settle();
  const other = open();
  for (const tab of [outbox, other]) {
    expect(entries(tab)).toMatchObject([{ content: "a", tried: true }]);
    expect(tab.discard("unique-1")).toBe(false);
  }
  expect(entries(outbox)).toHaveLength(1);
});

test("o4 a refused message can be taken back, whatever was tried before", async () => {
  const outbox = open();
  outbox.setLive(true);
  await settle();
  ports.handler = gone;
  outbox.write("10", "a");
  await settle();
  ports.handler = () => ({ status: 403, body: { code: 50013, message: "Missing Permissions" } });
  await ports.clock.pass(1_000);
  expect(entries(outbox)).toMatchObject([{ refusal: "Missing Permissions", tried: false }]);
  expect(outbox.discard("unique-1")).toBe(true);
});

test("o4 what another tab sent, or took out, is not taken back here before the news of it comes", async () => {
  const outbox = open();
  outbox.write("10", "a");
  ports.shelf.rows.clear();
  expect(outbox.discard("unique-1")).toBe(false);
  outbox.setLive(true);
  await settle();
  expect(posted()).toEqual([]);
});

test("s4 of a burst beyond the rate limit every message arrives, once and in order", async () => {
  const outbox = open();
  outbox.setLive(true);
  await settle();
  const taken: string[] = [];
  let window = { endsAt: 0, count: 0 };
  ports.handler = ({ body }) => {
    const now = ports.clock.now();
    if (now >= window.endsAt) window = { endsAt: now + 5_000, count: 0 };
    if (window.count === 5) {
      const retry_after = (window.endsAt - now) / 1_000;
      return { status: 429, body: { code: 0, message: "slow down", retry_after, global: false } };
    }
    window.count += 1;
    taken.push((body as { content: string }).content);
    return { status: 200, body: message(taken.length, body as Partial<Message>) };
  };
  const texts = Array.from({ length: 12 }, (_, number) => `message ${number}`);
  for (const text of texts) outbox.write("10", text);
  while (ports.clock.pending === 0) await settle();
  expect(taken).toEqual(texts.slice(0, 5));
  await ports.clock.pass(5_000);
  while (ports.clock.pending === 0) await settle();
  await ports.clock.pass(5_000);
  while (entries(outbox).length > 0) await settle();
  expect(taken).toEqual(texts);
  expect(ports.requests).toHaveLength(texts.length + 2);
  expect(entries(outbox)).toEqual([]);
});

test("s4 a wait that the server asked for outlasts a gateway that comes back, and other channels go on", async () => {
  const outbox = open();
  outbox.setLive(true);
  await settle();
  ports.handler = ({ path }) =>
    path.includes("/10/")
      ? { status: 429, body: null, headers: { "retry-after": "3" } }
      : { status: 200, body: message(1) };
  outbox.write("10", "a");
  outbox.write("11", "b");
  await settle();
  outbox.setLive(false);
  outbox.setLive(true);
  await settle();
  expect(posted()).toEqual(["a", "b"]);
  await ports.clock.pass(3_000);
  expect(posted()).toEqual(["a", "b", "a"]);
});

test("o3 a refusal stays with its message until it is retried or discarded", async () => {
  const outbox = open();
  outbox.setLive(true);
  await settle();
  ports.handler = () => ({ status: 403, body: { code: 50013, message: "Missing Permissions" } });
  outbox.write("10", "a");
  outbox.write("10", "b");
  await settle();
  expect(entries(outbox).map(({ refusal }) => refusal)).toEqual([
    "Missing Permissions",
    "Missing Permissions",
  ]);
  ports.handler = ({ body }) => ({ status: 200, body: message(1, body as Partial<Message>) });
  outbox.retry("unique-1");
  outbox.discard("unique-2");
  outbox.retry("unknown");
  await settle();
  expect(posted()).toEqual(["a", "b", "a"]);
  expect(entries(outbox)).toEqual([]);
});

test("o3 a refusal says what is wrong with which field, where the server says so", async () => {
  const outbox = open();
  outbox.setLive(true);
  await settle();
  const errors = {
    content: { _errors: [{ code: "BASE_TYPE_MAX_LENGTH", message: "Must be 2000 or fewer." }] },
  };
  ports.handler = () => ({ status: 400, body: { code: 50035, message: "Invalid Form Body", errors } });
  outbox.write("10", "a");
  await settle();
  expect(entries(outbox)[0]?.refusal).toBe("Must be 2000 or fewer.");
});

test("o3 a login that ended keeps the message for the next one", async () => {
  const outbox = open();
  outbox.setLive(true);
  await settle();
  ports.handler = () => ({ status: 401, body: { code: 0, message: "401: Unauthorized" } });
  outbox.write("10", "a");
  await settle();
  expect(entries(outbox)).toMatchObject([{ content: "a", refusal: null }]);
});

test("s3 a message that is seen coming in leaves the outbox, and is not refused afterwards", async () => {
  const outbox = open();
  outbox.setLive(true);
  await settle();
  let answer: (value: { status: number; body: unknown }) => void = () => undefined;
  ports.handler = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  outbox.write("10", "a");
  await settle();
  outbox.settled("unique-1");
  expect(entries(outbox)).toEqual([]);
  answer({ status: 400, body: { code: 0, message: "late" } });
  await settle();
  expect([entries(outbox), ports.shelf.keys()]).toEqual([[], []]);
});

test("what was not sent survives the page, and one tab sends it", async () => {
  const first = open();
  first.write("10", "a");
  const second = open();
  second.setLive(true);
  await settle();
  expect(entries(second)).toMatchObject([{ content: "a" }]);
  expect(posted()).toEqual([]);
  first.close();
  await settle();
  expect(posted()).toEqual(["a"]);
  second.close();
});

test("what another tab writes is shown here, and sent by the one that leads", async () => {
  const outbox = open();
  outbox.setLive(true);
  await settle();
  const row = {
    nonce: "x",
    channelId: "10",
    content: "theirs",
    writtenAtMs: RECENT_MS,
    order: 1,
    refusal: null,
  };
  ports.shelf.setElsewhere(`confab.outbox.${ada.id}.x`, JSON.stringify(row));
  ports.shelf.setElsewhere("something.else", "1");
  await settle();
  expect(posted()).toEqual(["theirs"]);
});

test.each([
  "{",
  "{}",
  "null",
  JSON.stringify({ ...STORED, content: 1 }),
  JSON.stringify({ ...STORED, channelId: "../me" }),
  JSON.stringify({ ...STORED, writtenAtMs: 1e300 }),
  JSON.stringify({ ...STORED, order: "1" }),
  JSON.stringify({ ...STORED, refusal: {} }),
  JSON.stringify({ ...STORED, nonce: "another" }),
])("a row that is no entry is taken out and counted: %s", (text) => {
  ports.shelf.set(`confab.outbox.${ada.id}.x`, text);
  const outbox = open();
  expect([entries(outbox), outbox.store.getState().damaged, ports.shelf.keys()]).toEqual([[], 1, []]);
});

test("a row as it was stored is an entry again, with what it answers", () => {
  const stored = { ...STORED, reply: { messageId: "5", ping: true } };
  ports.shelf.set(`confab.outbox.${ada.id}.x`, JSON.stringify(stored));
  const outbox = open();
  expect([entries(outbox), outbox.store.getState().damaged]).toEqual([[stored], 0]);
});

test("s4 what another tab took out stays on screen until its message comes, but not for long", async () => {
  const outbox = open();
  const leaving = () => outbox.store.getState().leaving.map(({ content }) => content);
  for (const text of ["a", "b"]) outbox.write("10", text);
  for (const n of [1, 2]) ports.shelf.removeElsewhere(`confab.outbox.${ada.id}.unique-${n}`);
  expect([entries(outbox), leaving()]).toEqual([[], ["a", "b"]]);
  outbox.settled("unique-1");
  expect(leaving()).toEqual(["b"]);
  outbox.setLive(true);
  await ports.clock.pass(2_000);
  expect([leaving(), posted()]).toEqual([[], []]);
});

test("s5 what the shelf has no room for is sent all the same, whatever other tabs do", async () => {
  const outbox = open();
  ports.shelf.hasRoom = false;
  outbox.write("10", "a");
  ports.shelf.removeElsewhere(`confab.outbox.${ada.id}.of-another-tab`);
  expect(entries(outbox)).toMatchObject([{ content: "a" }]);
  outbox.setLive(true);
  await settle();
  expect([posted(), entries(outbox)]).toEqual([["a"], []]);
});

const picture = (isSpoiler = false): DraftFile => ({
  id: "1",
  file: new File(["pixels"], "cat.png", { type: "image/png" }),
  isSpoiler,
  description: isSpoiler ? "a cat, and what it did" : "",
});
const waiting = (outbox: Outbox) => outbox.uploads.getState();

test("s7 files go with their message, and how far they are is told", async () => {
  const outbox = open();
  outbox.setLive(true);
  ports.heldUploads = [];
  const reply = { messageId: "5", ping: true };
  outbox.write("10", "look", { reply, files: [picture(), picture(true)] });
  await settle();
  expect(waiting(outbox)).toEqual({ "unique-1": 0.5 });
  expect(entries(outbox)[0]?.files).toEqual([
    { name: "cat.png", size: 6 },
    { name: "SPOILER_cat.png", size: 6 },
  ]);
  ports.heldUploads[0]?.();
  await settle();
  expect([entries(outbox), waiting(outbox)]).toEqual([[], {}]);
  expect(acknowledged).toHaveLength(1);
  expect(ports.requests[0]).toMatchObject({
    token: "Bearer tok",
    body: {
      content: "look",
      nonce: "unique-1",
      attachments: [
        { id: 0, filename: "cat.png" },
        { id: 1, filename: "SPOILER_cat.png", description: "a cat, and what it did" },
      ],
      message_reference: { message_id: "5" },
      files: ["cat.png", "SPOILER_cat.png"],
    },
  });
});

test("s8 an upload that is cancelled is gone, and what was written after it goes out", async () => {
  const outbox = open();
  outbox.setLive(true);
  await settle();
  ports.heldUploads = [];
  outbox.write("10", "large", { files: [picture()] });
  outbox.write("10", "small");
  await settle();
  expect(outbox.discard("unique-1")).toBe(true);
  await settle();
  expect(entries(outbox)).toEqual([]);
  expect(acknowledged.map(({ content }) => content)).toEqual(["small"]);
});

test("s7 the files of what was refused are kept, and never reach the shelf", async () => {
  const outbox = open();
  outbox.setLive(true);
  ports.handler = () => ({ status: 413, body: { code: 40_005, message: "Request entity too large" } });
  outbox.write("10", "", { files: [picture()] });
  await settle();
  expect(entries(outbox)[0]?.refusal).toBe("Request entity too large");
  expect(outbox.filesOf("unique-1")).toHaveLength(1);
  expect(ports.shelf.keys()).toEqual([]);
  ports.handler = ({ body }) => ({ status: 200, body: message(1, body as Partial<Message>) });
  outbox.retry("unique-1");
  await settle();
  expect([entries(outbox), outbox.filesOf("unique-1")]).toEqual([[], []]);
});

test("s7 a network that goes in the middle is tried again", async () => {
  const outbox = open();
  outbox.setLive(true);
  ports.handler = gone;
  outbox.write("10", "", { files: [picture()] });
  await settle();
  ports.handler = ({ body }) => ({ status: 200, body: message(1, body as Partial<Message>) });
  await ports.clock.pass(30_000);
  expect(entries(outbox)).toEqual([]);
});

test("s8 an upload that broke off can be taken back, and after a few times its author is asked", async () => {
  const outbox = open();
  outbox.setLive(true);
  await settle();
  ports.handler = gone;
  outbox.write("10", "", { files: [picture()] });
  await settle();
  expect(entries(outbox)).toMatchObject([{ tried: false, refusal: null }]);
  await ports.clock.pass(120_000);
  expect(entries(outbox)).toMatchObject([{ tried: false, refusal: "" }]);
  expect(ports.requests).toHaveLength(4);
  expect(outbox.discard("unique-1")).toBe(true);
});

test("s8 what is whole on its way is not taken back", async () => {
  const outbox = open();
  outbox.setLive(true);
  await settle();
  ports.heldUploads = [];
  outbox.write("10", "", { files: [picture()] });
  await settle();
  outbox.uploads.setState({ "unique-1": 1 });
  expect(outbox.discard("unique-1")).toBe(false);
  expect(entries(outbox)).toHaveLength(1);
});

test("s7 a tab with files takes the lock, so that what it writes next comes after them", async () => {
  const first = open();
  first.setLive(true);
  await settle();
  const second = open();
  second.setLive(true);
  ports.heldUploads = [];
  second.write("10", "with a file", { files: [picture()] });
  second.write("10", "after it");
  await settle();
  expect(posted()).toEqual(["with a file"]);
  ports.heldUploads[0]?.();
  await settle();
  expect(posted()).toEqual(["with a file", "after it"]);
});

test("o5 what is older than an hour waits to be asked about, then goes once", async () => {
  ports.shelf.set(
    `confab.outbox.${ada.id}.x`,
    JSON.stringify({ ...STORED, writtenAtMs: RECENT_MS - 7_200_000 }),
  );
  const outbox = open();
  outbox.setLive(true);
  await settle();
  expect(posted()).toEqual([]);
  outbox.write("10", "new");
  await settle();
  expect(posted()).toEqual(["new"]);
  outbox.sendStale();
  outbox.sendStale();
  await settle();
  expect(posted()).toEqual(["new", "kept"]);
  expect(entries(outbox)).toEqual([]);
});

test("what a message answers survives a reload, and nonsense in its place does not", () => {
  const put = (nonce: string, reply: unknown) =>
    ports.shelf.set(`confab.outbox.${ada.id}.${nonce}`, JSON.stringify({ ...STORED, nonce, reply }));
  put("a", { messageId: "5", ping: true });
  put("b", { messageId: "../5" });
  put("c", "nonsense");
  expect(entries(open()).map(({ reply }) => reply)).toEqual([
    { messageId: "5", ping: true },
    undefined,
    undefined,
  ]);
});
