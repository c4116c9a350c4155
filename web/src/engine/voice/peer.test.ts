/** Two browsers over a road of signals that loses, holds up and lets meet whatever a test wants. */
import { beforeEach, expect, test } from "vitest";
import { FakeClock, settle } from "../testing/fake-ports.ts";
import { FakeMedia, FakeNetwork } from "../testing/fake-voice.ts";
import { createPeer, type Peer } from "./peer.ts";
import type { Signal } from "./signals.ts";

let clock: FakeClock;
let network: FakeNetwork;

beforeEach(() => {
  clock = new FakeClock();
  network = new FakeNetwork();
});

class End {
  readonly media: FakeMedia;
  readonly peer: Peer;
  /** Said, and not heard by the other one yet. */
  readonly said: Signal[] = [];
  /** All that was ever said. */
  readonly log: string[] = [];
  readonly links: string[] = [];
  readonly heard: string[] = [];
  bitrate = 64_000;
  sends: MediaStreamTrack | null = { label: "microphone" } as MediaStreamTrack;

  constructor(name: string, isPolite: boolean) {
    this.media = new FakeMedia(network, name);
    this.peer = createPeer({
      clock,
      isPolite,
      first: 1,
      connect: () => this.media.connect(),
      tell: (signal) => {
        this.said.push(signal);
        this.log.push(`${signal.n} ${signal.sdp?.type ?? "candidate"}`);
      },
      track: () => this.sends,
      bitrate: () => this.bitrate,
      heard: ({ label }) => this.heard.push(label),
      linked: (link) => this.links.push(link),
    });
  }

  get connection() {
    const last = network.connections.findLast(({ id }) => id.startsWith(this.media.name));
    if (!last) throw new Error("none was made");
    return last;
  }
}

/** Early is impolite; late is polite, and offers. */
function pair(): { early: End; late: End } {
  return { early: new End("early", false), late: new End("late", true) };
}

/** All signals arrive, and what they lead to. */
async function talk(one: End, other: End): Promise<void> {
  do {
    await settle();
    for (const signal of one.said.splice(0)) other.peer.signal(signal);
    for (const signal of other.said.splice(0)) one.peer.signal(signal);
    await settle();
  } while (one.said.length + other.said.length > 0);
}

const lose = (...ends: End[]) => {
  for (const { said } of ends) said.length = 0;
};

test("the later one offers, and both hear each other", async () => {
  const { early, late } = pair();
  await settle();
  expect([late.log[0], early.log]).toEqual(["1 offer", []]);
  await talk(early, late);
  expect([early.links, late.links]).toEqual([["connected"], ["connected"]]);
  expect([early.heard, late.heard]).toEqual([["sound of late/1"], ["sound of early/1"]]);
  for (const { connection } of [early, late]) {
    expect(connection.transceivers.map(({ sent, maxBitrate }) => [sent?.label, maxBitrate])).toEqual([
      ["microphone", 64_000],
    ]);
    expect(connection.remoteDescription?.sdp).toContain("maxaveragebitrate=64000;usedtx=1");
  }
  expect(network.connections).toHaveLength(2);
});

test("pe2 candidates that overtake their description wait for it", async () => {
  const { early, late } = pair();
  await settle();
  const [offer, ...candidates] = late.said.splice(0);
  for (const candidate of candidates) early.peer.signal(candidate);
  await settle();
  expect(early.connection.candidates).toBe(0);
  if (offer) early.peer.signal(offer);
  await talk(early, late);
  expect(early.links).toEqual(["connected"]);
});

test("pe2 of candidates only so many wait", async () => {
  const { early, late } = pair();
  await settle();
  for (let at = 0; at < 200; at += 1) early.peer.signal({ n: 1, candidate: { candidate: `c${at}` } });
  await talk(early, late);
  expect(early.connection.candidates).toBe(65);
});

test("pe4 two first offers that meet end in one connection, with one line of sound", async () => {
  const { early, late } = pair();
  await settle();
  lose(late);
  // Nothing came of the first try: each makes a new one, and neither hears of the other's in time.
  await clock.pass(7_000);
  lose(early, late);
  await clock.pass(5_000);
  late.said.splice(0, late.said.length - 3);
  await clock.pass(3_000);
  const met = [early, late].map(({ log }) => log.filter((line) => line.endsWith("offer")).at(-1));
  expect(met).toEqual(["3 offer", "3 offer"]);
  await talk(early, late);
  expect([early.links.at(-1), late.links.at(-1)]).toEqual(["connected", "connected"]);
  expect(late.connection.transceivers).toHaveLength(1);
  expect(late.log).toContain("3 answer");
  expect(network.open).toHaveLength(2);
});

test("offers that meet in a standing connection: the polite one takes the other's", async () => {
  const { early, late } = pair();
  await talk(early, late);
  late.bitrate = 96_000;
  late.peer.retune();
  early.connection.become("failed");
  await clock.pass(3_500);
  expect(early.log.at(-3)).toBe("1 offer");
  expect(late.log.filter((line) => line.endsWith("offer")).length).toBeGreaterThan(1);
  await talk(early, late);
  expect([early.connection.isStable, late.connection.isStable]).toEqual([true, true]);
  expect(network.connections).toHaveLength(2);
});

test("a new bitrate holds at once and in the next description", async () => {
  const { early, late } = pair();
  await talk(early, late);
  for (const end of [early, late]) {
    end.bitrate = 128_000;
    end.peer.retune();
  }
  await talk(early, late);
  for (const { connection } of [early, late]) {
    expect(connection.transceivers[0]?.maxBitrate).toBe(128_000);
    expect(connection.remoteDescription?.sdp).toContain("maxaveragebitrate=128000");
  }
});

test("another microphone is sent without a word, and none to whoever may not hear", async () => {
  const { early, late } = pair();
  await talk(early, late);
  early.sends = null;
  early.peer.resend();
  await settle();
  expect(early.connection.transceivers[0]?.sent).toBeNull();
  expect(early.said).toEqual([]);
});

test("pe5 what broke off looks for another way first, in the same connection", async () => {
  const { early, late } = pair();
  await talk(early, late);
  network.isUp = false;
  network.look();
  expect(late.links.at(-1)).toBe("connecting");
  await clock.pass(1_500);
  expect([late.connection.restarts, late.links.at(-1)]).toEqual([1, "failed"]);
  network.isUp = true;
  await talk(early, late);
  expect([early.links.at(-1), late.links.at(-1)]).toEqual(["connected", "connected"]);
  expect(network.connections).toHaveLength(2);
});

test("pe5 what comes back by itself is left alone", async () => {
  const { early, late } = pair();
  await talk(early, late);
  network.isUp = false;
  network.look();
  await clock.pass(1_000);
  network.isUp = true;
  network.look();
  await clock.pass(60_000);
  expect([early.connection.restarts, late.connection.restarts]).toEqual([0, 0]);
  expect(late.links).toEqual(["connected", "connecting", "connected"]);
});

test("pe5 without a way it is made anew, ever less often, until there is one", async () => {
  const { early, late } = pair();
  network.isUp = false;
  for (let at = 0; at < 60; at += 1) {
    await talk(early, late);
    await clock.pass(1_000);
  }
  const made = network.connections.length;
  expect(late.links).toEqual(["failed"]);
  expect(made).toBeGreaterThan(6);
  expect(made).toBeLessThan(20);
  expect(network.open).toHaveLength(2);
  network.isUp = true;
  for (let at = 0; at < 17; at += 1) {
    await talk(early, late);
    await clock.pass(1_000);
  }
  expect([early.links.at(-1), late.links.at(-1)]).toEqual(["connected", "connected"]);
});

test("pe1 what belongs to an older connection is dropped", async () => {
  const { early, late } = pair();
  await settle();
  const first = late.said.splice(0);
  await clock.pass(5_000);
  await talk(early, late);
  expect(early.links).toEqual(["connected"]);
  for (const signal of first) early.peer.signal(signal);
  await talk(early, late);
  expect(early.links).toEqual(["connected"]);
  expect(early.log.every((line) => line.startsWith("2 "))).toBe(true);
});

test("pe1 a stale answer is not taken for the new offer's", async () => {
  const { early, late } = pair();
  await settle();
  for (const signal of late.said.splice(0)) early.peer.signal(signal);
  await settle();
  const answered = early.said.splice(0);
  await clock.pass(5_000);
  for (const signal of answered) late.peer.signal(signal);
  await settle();
  expect(late.connection.signalingState).toBe("have-local-offer");
  await talk(early, late);
  expect([early.links.at(-1), late.links.at(-1)]).toEqual(["connected", "connected"]);
});

test("a description that no browser takes is repaired like a connection that broke", async () => {
  const { early, late } = pair();
  await settle();
  lose(late);
  early.peer.signal({ n: 1, sdp: { type: "offer", sdp: "nonsense" } });
  await clock.pass(3_500);
  await talk(early, late);
  expect([early.links.at(-1), late.links.at(-1)]).toEqual(["connected", "connected"]);
});

test("a connection that died here without a word is made anew as soon as the other one speaks", async () => {
  const { early, late } = pair();
  await talk(early, late);
  early.connection.close();
  await clock.pass(1_500);
  await talk(early, late);
  await clock.pass(0);
  await talk(early, late);
  expect([early.links.at(-1), late.links.at(-1)]).toEqual(["connected", "connected"]);
  expect(early.connection.id).toBe("early/2");
});

test("pe3 what a closed connection was asked for holds nothing up", async () => {
  const { early, late } = pair();
  await talk(early, late);
  const offer = async (n: number): Promise<Signal> => {
    const theirs = new FakeMedia(network, `again-${n}`).connect();
    await theirs.setLocalDescription();
    return { n, sdp: { type: "offer", sdp: theirs.localDescription?.sdp ?? "" } };
  };
  const [second, third] = [await offer(2), await offer(3)];
  early.peer.signal(second);
  // The first of them is being taken when the next one comes.
  await Promise.resolve();
  early.peer.signal(third);
  await settle();
  expect(early.log.filter((said) => said.endsWith("answer"))).toEqual(["1 answer", "3 answer"]);
});

test("an answer that nobody asked for changes nothing", async () => {
  const { early, late } = pair();
  await talk(early, late);
  late.peer.signal({ n: 1, sdp: { type: "answer", sdp: "from elsewhere" } });
  await talk(early, late);
  expect(late.connection.remote).toBe(early.connection.id);
});

test("when signals are heard again, the polite one begins at once", async () => {
  const { early, late } = pair();
  await settle();
  lose(late);
  late.peer.wake();
  early.peer.wake();
  await talk(early, late);
  expect(early.links.at(-1)).toBe("connected");
  late.peer.wake();
  await settle();
  expect(late.said).toEqual([]);
});

test("who is closed says and hears nothing, and has no timer left", async () => {
  const { early, late } = pair();
  await talk(early, late);
  early.peer.close();
  late.peer.close();
  late.peer.signal({ n: 9, sdp: { type: "offer", sdp: "from nobody" } });
  await settle();
  expect([clock.pending, network.open.length, late.said.length]).toEqual([0, 0, 0]);
});

test("how it goes is asked of the connection that stands", async () => {
  const { early, late } = pair();
  await talk(early, late);
  expect(await late.peer.stats()).toMatchObject({ received: 50, lost: 0, jitterMs: 2 });
});

test("pe6 whoever loses much is sent each packet twice, and sends as before", async () => {
  for (const which of ["early", "late"] as const) {
    const both = pair();
    await talk(both.early, both.late);
    const types = ({ connection }: End) => /SAVPF (.*)\r/.exec(connection.remoteDescription?.sdp ?? "")?.[1];
    const sample = { received: 0, lost: 0, jitterMs: 0, roundTripMs: null, road: null };
    both[which].peer.protect({ ...sample, sentLostPercent: 4 });
    await talk(both.early, both.late);
    const other = which === "early" ? both.late : both.early;
    expect([types(both[which]), types(other)]).toEqual(["63 111", "111 63"]);
    const made = both[which].log.length;
    both[which].peer.protect({ ...sample, sentLostPercent: 4 });
    both[which].peer.protect(undefined);
    await talk(both.early, both.late);
    expect(both[which].log).toHaveLength(made);
    for (const { peer } of [both.early, both.late]) peer.close();
  }
});
