import { beforeEach, expect, test } from "vitest";
import { FakeMediaServer } from "../testing/fake-media-server.ts";
import { FakeClock, settle } from "../testing/fake-ports.ts";
import { type FakeConnection, FakeMedia, FakeNetwork } from "../testing/fake-voice.ts";
import type { VoiceFault } from "./faults.ts";
import type { RoomMode } from "./frames.ts";
import { createSfu } from "./sfu.ts";
import type { Transport } from "./transport.ts";

let clock: FakeClock;
let network: FakeNetwork;
let server: FakeMediaServer;
let sfu: Transport;
let sends: MediaStreamTrack | null;
const sounds = new Map<string, string>();
const links = new Map<string, string>();
const faults: (VoiceFault | null)[] = [];

beforeEach(() => {
  clock = new FakeClock();
  network = new FakeNetwork();
  server = new FakeMediaServer(new FakeMedia(network, "server"));
  sends = { label: "microphone" } as MediaStreamTrack;
  for (const one of [sounds, links]) one.clear();
  faults.length = 0;
  let offers = 0;
  sfu = createSfu(
    {
      clock,
      media: new FakeMedia(network, "ada"),
      send: (frame) => server.heard(frame),
      sending: () => sends,
      heard: (userId, track) => (track ? sounds.set(userId, track.label) : sounds.delete(userId)),
      linked: (userId, link) => (link ? links.set(userId, link) : links.delete(userId)),
      hidesAddress: () => false,
      fault: (fault) => faults.push(fault),
    },
    () => ++offers,
  );
});

const peer = (peer_id: string, user_id: string) => ({ peer_id, user_id, mute: false, deaf: false });
const BOB = peer("3", "bob");
const CLEO = peer("5", "cleo");

async function update(part: Partial<RoomMode> = {}): Promise<void> {
  const common = { channel_id: "11", self: "7", ice_servers: [], bitrate: 64_000 };
  sfu.update({ ...common, mode: "sfu", peers: [BOB, CLEO], ...part });
  await settle();
}

async function answered(): Promise<void> {
  sfu.signal(await server.answer());
  await settle();
}

async function slots(n: number, moved: Record<string, string | null>): Promise<void> {
  sfu.signal({ channel_id: "11", n, slots: moved });
  await settle();
}

const ours = () => network.connections.filter(({ id }) => id.startsWith("ada"));
const last = () => ours().at(-1) as FakeConnection;

test("one connection: a line to speak on, ten to hear, offered once", async () => {
  await update();
  expect(server.offers).toMatchObject([{ channel_id: "11", n: 1 }]);
  expect(last().transceivers.map(({ direction }) => direction)).toEqual([
    "sendrecv",
    ...Array.from({ length: 10 }, () => "recvonly"),
  ]);
  expect(
    last()
      .transceivers.map(({ sent }) => sent?.label ?? null)
      .slice(0, 2),
  ).toEqual(["microphone", null]);
  expect([...links]).toEqual([
    ["bob", "connecting"],
    ["cleo", "connecting"],
  ]);
  await answered();
  expect([...links.values()]).toEqual(["connected", "connected"]);
  expect(last().remoteDescription?.sdp).toContain("maxaveragebitrate=64000;usedtx=1");
  expect(last().transceivers[0]?.maxBitrate).toBe(64_000);
  await update({ bitrate: 96_000, peers: [BOB] });
  expect(last().transceivers[0]?.maxBitrate).toBe(96_000);
  expect([...links.keys()]).toEqual(["bob"]);
  expect([ours().length, server.offers.length]).toEqual([1, 0]);
});

test("sf1 an answer to another offer than the open one is dropped", async () => {
  await update();
  const late = await server.answer();
  // Joined anew: another offer.
  await update({ self: "9" });
  expect(server.offers).toMatchObject([{ n: 2 }]);
  sfu.signal(late);
  sfu.signal({ ...late, n: 3 });
  sfu.signal({ ...late, n: 2, channel_id: "12" });
  await settle();
  expect(last().remoteDescription).toBeNull();
  await answered();
  expect(links.get("bob")).toBe("connected");
  // Said twice, it is heard once.
  sfu.signal({ ...late, n: 2 });
  await slots(1, { 1: "3" });
  expect([...sounds.keys(), ...faults.filter(Boolean)]).toEqual([]);
  expect(network.open.filter(({ id }) => id.startsWith("ada"))).toHaveLength(1);
});

test("sf2 whoever the server names on a line is heard there, and on no other", async () => {
  await update();
  await answered();
  await slots(1, { 1: "3", 2: "5" });
  expect(Object.fromEntries(sounds)).toEqual({ bob: "line 1 of ada/1", cleo: "line 2 of ada/1" });
  await slots(1, { 1: "5", 2: null });
  expect(Object.fromEntries(sounds)).toEqual({ cleo: "line 1 of ada/1" });
  await slots(1, { 2: "5", 3: "99", 77: "3" });
  expect(Object.fromEntries(sounds)).toEqual({ cleo: "line 1 of ada/1" });
  // Whom the server lets be heard before it has told that they are there.
  await update({ peers: [CLEO, peer("99", "dan")] });
  expect(Object.fromEntries(sounds)).toEqual({ cleo: "line 1 of ada/1", dan: "line 3 of ada/1" });
  await update({ peers: [] });
  expect([sounds.size, links.size]).toEqual([0, 0]);
});

test("sf3 what breaks off for long is offered anew, and what comes back by itself is not", async () => {
  await update();
  await answered();
  await slots(1, { 1: "3" });
  last().become("disconnected");
  await clock.pass(1_900);
  last().become("connected");
  await clock.pass(20_000);
  expect(server.offers).toHaveLength(0);
  last().become("disconnected");
  expect(links.get("bob")).toBe("connecting");
  await clock.pass(2_000);
  expect(server.offers).toMatchObject([{ n: 2 }]);
  expect(sounds.size).toBe(0);
  await answered();
  expect(links.get("bob")).toBe("connected");
  last().become("failed");
  await settle();
  expect(server.offers).toMatchObject([{ n: 3 }]);
  expect(faults.filter(Boolean)).toEqual([]);
});

test("sf3 a connection that the server has lost is offered anew at once, unless another one is open", async () => {
  await update();
  await answered();
  sfu.signal({ channel_id: "11", n: 1, ended: true });
  sfu.signal({ channel_id: "11", n: 1, ended: true });
  await settle();
  expect(server.offers).toMatchObject([{ n: 2 }]);
  // That one never stood.
  sfu.signal({ channel_id: "11", n: 2, ended: true });
  sfu.signal({ channel_id: "11", n: 2, ended: true });
  expect([links.get("bob"), faults.filter(Boolean)]).toEqual(["failed", ["mediaUnreachable"]]);
});

test("sf3 what does not come about is tried ever less often and said, and at once when the room is told again", async () => {
  network.isUp = false;
  await update();
  await answered();
  await clock.pass(5_000);
  expect([links.get("bob"), faults]).toEqual(["failed", ["mediaUnreachable"]]);
  await clock.pass(1_000);
  expect(server.offers).toMatchObject([{ n: 2 }]);
  // A try lasts for five seconds, and the last of the waits for fifteen.
  await clock.pass(600_000);
  const tries = ours().length;
  expect(tries).toBeGreaterThan(30);
  expect(tries).toBeLessThan(36);
  expect(network.open.filter(({ id }) => id.startsWith("ada"))).toHaveLength(1);
  server.offers.length = 0;
  network.isUp = true;
  await update();
  await answered();
  expect([links.get("bob"), faults.at(-1)]).toEqual(["connected", null]);
});

test("sf4 with the gateway back it tries at once, unless it is connected; a try is not cut off by news", async () => {
  await update();
  await update({ peers: [BOB] });
  expect(server.offers).toHaveLength(1);
  sfu.wake();
  await settle();
  expect(server.offers.map(({ n }) => n)).toEqual([1, 2]);
  server.offers.shift();
  await answered();
  sfu.wake();
  await settle();
  expect([links.get("bob"), server.offers.length]).toEqual(["connected", 0]);
});

test("a description that cannot be applied is a try that failed", async () => {
  await update();
  sfu.signal({ channel_id: "11", n: 1, answer: "nonsense" });
  await settle();
  expect([links.get("bob"), faults]).toEqual(["failed", ["mediaUnreachable"]]);
  await clock.pass(1_000);
  expect(server.offers.map(({ n }) => n)).toEqual([1, 2]);
});

test("sf5 where much gets lost each packet goes twice, until it does not; nobody is asked for that", async () => {
  const types = () => /SAVPF (.*)\r/.exec(last().remoteDescription?.sdp ?? "")?.[1];
  const lost = (percent: number) => {
    const sample = { received: 0, lost: 0, jitterMs: 0, roundTripMs: null, road: null };
    sfu.protect(new Map([["server", { ...sample, sentLostPercent: percent }]]));
    return settle();
  };
  await update();
  await lost(50);
  await answered();
  expect(types()).toBe("63 111");
  await clock.pass(29_999);
  await lost(0);
  expect(types()).toBe("63 111");
  await clock.pass(1);
  await lost(0);
  expect(types()).toBe("111 63");
  await lost(1);
  expect(types()).toBe("63 111");
  expect([server.offers.length, ours().length, links.get("bob")]).toEqual([0, 1, "connected"]);
  expect(last().remoteDescription?.sdp).toContain("maxaveragebitrate=64000;usedtx=1");
});

test("another microphone is sent at once, one connection is measured, and nothing is left in the end", async () => {
  await update();
  expect((await sfu.stats()).size).toBe(0);
  await answered();
  sends = null;
  sfu.resend();
  await settle();
  expect(last().transceivers[0]?.sent).toBeNull();
  last().lossPercent = 3;
  expect([...(await sfu.stats()).values()]).toMatchObject([
    { received: 50, road: "server", sentLostPercent: 3 },
  ]);
  await slots(1, { 1: "3" });
  sfu.close();
  const open = network.open.filter(({ id }) => id.startsWith("ada"));
  expect([sounds.size, links.size, clock.pending, open.length]).toEqual([0, 0, 0, 0]);
});
