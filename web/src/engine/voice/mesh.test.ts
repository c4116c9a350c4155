import { beforeEach, expect, test } from "vitest";
import { FakeClock, settle } from "../testing/fake-ports.ts";
import { FakeMedia, FakeNetwork } from "../testing/fake-voice.ts";
import type { PeerInfo, RoomMode, SignalData } from "./frames.ts";
import { createMesh } from "./mesh.ts";
import type { Transport } from "./transport.ts";

let clock: FakeClock;
let network: FakeNetwork;
let browsers: Browser[];

beforeEach(() => {
  clock = new FakeClock();
  network = new FakeNetwork();
  browsers = [];
});

class Browser {
  readonly media: FakeMedia;
  mesh!: Transport;
  readonly numbers = new Map<string, number>();
  readonly sent: SignalData[] = [];
  readonly sounds = new Map<string, MediaStreamTrack>();
  readonly links = new Map<string, string>();
  isDeaf = false;

  constructor(
    readonly id: string,
    readonly user: string,
  ) {
    this.media = new FakeMedia(network, user);
    this.begins();
    browsers.push(this);
  }

  /** As if after another way. */
  begins(): void {
    this.mesh = createMesh(
      {
        clock,
        media: this.media,
        send: (frame) => this.sent.push(frame.d as SignalData),
        sending: () => ({ label: `microphone of ${this.user}` }) as MediaStreamTrack,
        heard: (userId, track) => (track ? this.sounds.set(userId, track) : this.sounds.delete(userId)),
        hidesAddress: () => false,
        fault: () => undefined,
        linked: (userId, link) => (link ? this.links.set(userId, link) : this.links.delete(userId)),
      },
      this.numbers,
    );
  }
}

const info = ({ id, user, isDeaf }: Browser): PeerInfo => ({
  peer_id: id,
  user_id: user,
  mute: false,
  deaf: isDeaf,
});

function mode(of: Browser, part: Partial<RoomMode> = {}): RoomMode {
  const peers = browsers.filter((one) => one !== of).map(info);
  return { channel_id: "11", mode: "mesh", self: of.id, peers, ice_servers: [], bitrate: 64_000, ...part };
}

/** The server tells all how the room is, and relays what they say. */
async function meet(part: Partial<RoomMode> = {}): Promise<void> {
  for (const one of browsers) one.mesh.update(mode(one, part));
  for (;;) {
    await settle();
    const said = browsers.flatMap((from) => from.sent.splice(0).map((signal) => ({ from, signal })));
    if (said.length === 0) return;
    for (const { from, signal } of said) {
      const to = browsers.find(({ id }) => id === signal.peer_id);
      to?.mesh.signal({ ...signal, peer_id: from.id });
    }
  }
}

const connected = () =>
  browsers.map(({ links }) => [...links.values()].filter((link) => link === "connected").length);

test("four come one after the other, and all hear all", async () => {
  for (const [at, name] of ["ada", "bob", "cleo", "dan"].entries()) {
    new Browser(String(9 + at), name);
    await meet();
  }
  expect(connected()).toEqual([3, 3, 3, 3]);
  expect(browsers.map(({ sounds }) => sounds.size)).toEqual([3, 3, 3, 3]);
  expect(network.connections).toHaveLength(12);
});

test("me1 who leaves takes only their own connections along", async () => {
  for (const [at, name] of ["ada", "bob", "cleo"].entries()) new Browser(String(at + 1), name);
  await meet();
  const gone = browsers.splice(1, 1)[0];
  await meet();
  gone?.mesh.close();
  expect(connected()).toEqual([1, 1]);
  expect([gone?.sounds.size, gone?.links.size]).toEqual([0, 0]);
  expect(network.connections).toHaveLength(6);
  expect(network.open).toHaveLength(2);
});

test("who joins anew is somebody else to all of them", async () => {
  const ada = new Browser("1", "ada");
  const bob = new Browser("2", "bob");
  await meet();
  const anew = new Browser("3", "ada");
  browsers = [anew, bob];
  ada.mesh.close();
  await meet();
  expect(connected()).toEqual([1, 1]);
  // The same page with a new number of its own.
  Object.assign(anew, { id: "4" });
  await meet();
  expect(connected()).toEqual([1, 1]);
  expect(network.open).toHaveLength(2);
});

test("me2 whoever may not hear is sent nothing, until they may", async () => {
  const ada = new Browser("1", "ada");
  const bob = new Browser("2", "bob");
  bob.isDeaf = true;
  await meet();
  const sent = () => network.connections.find(({ id }) => id.startsWith("ada"))?.transceivers[0]?.sent;
  expect(sent()).toBeNull();
  bob.isDeaf = false;
  await meet();
  expect(sent()?.label).toBe("microphone of ada");
  expect(ada.links.get("bob")).toBe("connected");
});

test("another bitrate is negotiated once, by the later one", async () => {
  new Browser("1", "ada");
  new Browser("2", "bob");
  await meet();
  await meet({ bitrate: 96_000 });
  for (const { remoteDescription, transceivers } of network.connections) {
    expect(remoteDescription?.sdp).toContain("maxaveragebitrate=96000");
    expect(transceivers[0]?.maxBitrate).toBe(96_000);
  }
});

test("nobody is heard who is not in the room, and nothing of another room", async () => {
  const ada = new Browser("1", "ada");
  const bob = new Browser("2", "bob");
  await meet();
  const offer = { channel_id: "11", n: 5, sdp: { type: "offer", sdp: "from nobody" } };
  ada.mesh.signal({ ...offer, peer_id: "77" });
  ada.mesh.signal({ ...offer, peer_id: bob.id, channel_id: "12" });
  ada.mesh.signal("nonsense");
  await settle();
  expect(network.connections).toHaveLength(2);
  expect(ada.sent).toEqual([]);
});

test("a room without end is connected with so many only", () => {
  const ada = new Browser("1", "ada");
  const peers = Array.from({ length: 40 }, (_, at) => info({ id: `${at + 2}`, user: `u${at}` } as Browser));
  ada.mesh.update(mode(ada, { peers }));
  expect(network.connections).toHaveLength(16);
  ada.mesh.close();
  expect([network.open.length, clock.pending]).toEqual([0, 0]);
});

test("what is measured is by user, and signals that may be lost are said again", async () => {
  const ada = new Browser("1", "ada");
  const bob = new Browser("2", "bob");
  await meet();
  expect([...(await ada.mesh.stats()).keys()]).toEqual(["bob"]);
  bob.mesh.wake();
  bob.mesh.resend();
  await settle();
  expect(bob.sent).toEqual([]);
});

test("me3 whoever begins anew goes on counting, and whoever kept their connection hears of it", async () => {
  const ada = new Browser("1", "ada");
  const bob = new Browser("2", "bob");
  await meet();
  for (const one of [ada, bob]) {
    one.mesh.close();
    one.begins();
    await meet();
    expect(connected()).toEqual([1, 1]);
    expect(network.open).toHaveLength(2);
  }
});
