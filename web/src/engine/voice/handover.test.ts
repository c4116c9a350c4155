import { beforeEach, expect, test } from "vitest";
import { FakeClock } from "../testing/fake-ports.ts";
import type { RoomMode } from "./frames.ts";
import { createHandover } from "./handover.ts";
import type { LinkSample } from "./quality.ts";
import type { Transport, TransportNeeds } from "./transport.ts";

/** A way of sound that does what a test says. */
class FakeWay implements Transport {
  told: RoomMode | null = null;
  isClosed = false;
  readonly said: unknown[] = [];
  calls = 0;
  readonly #users = new Set<string>();

  constructor(
    readonly name: string,
    readonly needs: TransportNeeds,
  ) {}

  update(mode: RoomMode): void {
    this.told = mode;
  }

  links(link: "connected" | "failed" | "connecting", ...users: string[]): void {
    for (const user of users) {
      this.#users.add(user);
      this.needs.linked(user, link);
    }
  }

  /** Somebody's sound is there; `muted`: nothing of it came yet. */
  hears(user: string, muted = false): MediaStreamTrack {
    const track = { label: `${user} by ${this.name}`, muted, onunmute: null } as unknown as MediaStreamTrack;
    this.#users.add(user);
    this.needs.heard(user, track);
    return track;
  }

  signal(data: unknown): void {
    this.said.push(data);
  }

  resend(): void {
    this.calls += 1;
  }

  wake(): void {
    this.calls += 1;
  }

  async stats(): Promise<ReadonlyMap<string, LinkSample>> {
    return new Map([
      [
        this.name,
        { received: 1, lost: 0, jitterMs: 0, roundTripMs: null, road: null, sentLostPercent: null },
      ],
    ]);
  }

  protect(): void {
    this.calls += 1;
  }

  close(): void {
    this.isClosed = true;
    for (const user of this.#users) {
      this.needs.heard(user, null);
      this.needs.linked(user, null);
    }
  }
}

let clock: FakeClock;
let made: FakeWay[];
let room: Transport;
let hides: boolean;
const playing = new Map<string, string>();
const links = new Map<string, string>();

beforeEach(() => {
  clock = new FakeClock();
  made = [];
  hides = false;
  for (const one of [playing, links]) one.clear();
  const way = (name: string) => (needs: TransportNeeds) => {
    const one = new FakeWay(name, needs);
    made.push(one);
    return one;
  };
  room = createHandover(
    {
      clock,
      media: { connect: () => Promise.reject() as never },
      send: () => undefined,
      sending: () => null,
      heard: (userId, track) => (track ? playing.set(userId, track.label) : playing.delete(userId)),
      linked: (userId, link) => (link ? links.set(userId, link) : links.delete(userId)),
      fault: () => undefined,
      hidesAddress: () => hides,
    },
    { mesh: way("mesh"), sfu: way("sfu") },
  );
});

const peer = (user_id: string) => ({ peer_id: `of ${user_id}`, user_id, mute: false, deaf: false });

function update(mode: "mesh" | "sfu", users: string[] = ["bob", "cleo"], part: Partial<RoomMode> = {}): void {
  const common = { channel_id: "11", self: "7", ice_servers: [], bitrate: 64_000 };
  room.update({ ...common, mode, peers: users.map(peer), ...part });
}

/** A mesh with both that goes over to the server. */
function handingOver(): { mesh: FakeWay; sfu: FakeWay } {
  update("mesh");
  const [mesh] = made as [FakeWay];
  mesh.links("connected", "bob", "cleo");
  for (const user of ["bob", "cleo"]) mesh.hears(user);
  update("sfu", ["bob", "cleo", "dan"]);
  const sfu = made[1] as FakeWay;
  sfu.links("connecting", "bob", "cleo", "dan");
  return { mesh, sfu };
}

test("ho1 the old way goes on until the new one is connected, and a little longer", async () => {
  const { mesh, sfu } = handingOver();
  await clock.pass(9_000);
  expect([mesh.isClosed, playing.get("bob"), links.get("bob")]).toEqual([false, "bob by mesh", "connected"]);
  sfu.links("connected", "bob", "cleo", "dan");
  await clock.pass(1_900);
  expect(mesh.isClosed).toBe(false);
  await clock.pass(200);
  expect([mesh.isClosed, sfu.isClosed, clock.pending]).toEqual([true, false, 0]);
  expect(links.get("dan")).toBe("connected");
});

test("ho1 the old way connects with nobody who came since, and lets go of who leaves", () => {
  const { mesh, sfu } = handingOver();
  expect(mesh.told).toMatchObject({ mode: "mesh", peers: [{ user_id: "bob" }, { user_id: "cleo" }] });
  update("sfu", ["bob", "dan"]);
  expect(mesh.told?.peers.map(({ user_id }) => user_id)).toEqual(["bob"]);
  expect(sfu.told?.peers.map(({ user_id }) => user_id)).toEqual(["bob", "dan"]);
});

test("ho1 a new way that is not there never ends an old one that is", async () => {
  const { mesh, sfu } = handingOver();
  sfu.links("failed", "bob", "cleo", "dan");
  await clock.pass(120_000);
  expect([mesh.isClosed, playing.get("bob")]).toEqual([false, "bob by mesh"]);
  mesh.links("failed", "bob", "cleo");
  expect([mesh.isClosed, sfu.isClosed, links.get("bob")]).toEqual([true, false, "failed"]);
});

test("ho1 after a while it is enough that the new way is connected with some", async () => {
  update("sfu");
  const [sfu] = made as [FakeWay];
  sfu.links("connected", "bob", "cleo");
  update("mesh");
  made[1]?.links("connected", "bob");
  made[1]?.links("failed", "cleo");
  await clock.pass(9_900);
  expect(sfu.isClosed).toBe(false);
  await clock.pass(200);
  expect([sfu.isClosed, links.get("cleo")]).toEqual([true, "failed"]);
});

test("ho2 whoever is heard both ways is played once, by the new one as soon as it has something", async () => {
  const { sfu } = handingOver();
  const track = sfu.hears("bob", true);
  expect(playing.get("bob")).toBe("bob by mesh");
  Object.assign(track, { muted: false });
  track.onunmute?.(new Event("unmute"));
  expect(Object.fromEntries(playing)).toEqual({ bob: "bob by sfu", cleo: "cleo by mesh" });
  // Whoever is silent has no line yet, and is not cut off by what the server does with it.
  sfu.needs.heard("bob", null);
  expect(playing.get("bob")).toBe("bob by mesh");
  sfu.hears("bob");
  sfu.hears("cleo", true);
  sfu.links("connected", "bob", "cleo", "dan");
  await clock.pass(2_000);
  expect(Object.fromEntries(playing)).toEqual({ bob: "bob by sfu", cleo: "cleo by sfu" });
});

test("ho3 a room that goes back in between has its old way as it was", async () => {
  const { mesh, sfu } = handingOver();
  sfu.hears("bob");
  update("mesh");
  expect([mesh.isClosed, sfu.isClosed, made.length]).toEqual([false, true, 2]);
  expect(Object.fromEntries(playing)).toEqual({ bob: "bob by mesh", cleo: "cleo by mesh" });
  expect(mesh.told?.peers).toHaveLength(2);
  await clock.pass(60_000);
  expect([mesh.isClosed, clock.pending]).toEqual([false, 0]);
});

test("ho4 in another room, or joined anew, nothing of before goes on", () => {
  const { mesh, sfu } = handingOver();
  update("sfu", ["bob"], { self: "9" });
  expect([mesh.isClosed, sfu.isClosed, sfu.told?.self]).toEqual([true, false, "9"]);
  update("mesh", ["eve"], { channel_id: "12", self: "10" });
  expect([sfu.isClosed, made.length, playing.size]).toEqual([true, 3, 0]);
});

test("ho5 whoever begins to hide their address lets go of all others at once", () => {
  update("mesh");
  const [mesh] = made as [FakeWay];
  mesh.links("connected", "bob", "cleo");
  hides = true;
  update("mesh");
  expect([mesh.isClosed, made.length, links.size]).toEqual([true, 1, 0]);
  update("sfu");
  made[1]?.links("failed", "bob", "cleo");
  expect([made.map(({ name }) => name), clock.pending]).toEqual([["mesh", "sfu"], 0]);
});

test("ho5 in mid-handover, and when the server was heard first, it is the same", () => {
  const { mesh, sfu } = handingOver();
  hides = true;
  update("sfu", ["bob", "cleo", "dan"]);
  expect([mesh.isClosed, sfu.isClosed, playing.size, clock.pending]).toEqual([true, false, 0, 0]);
});

test("ho5 whoever hides no more is handed over to the mesh as anybody is", async () => {
  hides = true;
  update("sfu");
  const [sfu] = made as [FakeWay];
  sfu.links("connected", "bob", "cleo");
  sfu.hears("bob");
  // The room may say so before the choice is heard.
  update("mesh");
  expect([made.length, playing.get("bob")]).toEqual([1, "bob by sfu"]);
  hides = false;
  update("mesh");
  expect([made[1]?.told?.mode, sfu.isClosed, playing.get("bob")]).toEqual(["mesh", false, "bob by sfu"]);
});

test("whoever leaves in mid-handover is heard and linked by neither way", () => {
  const { mesh, sfu } = handingOver();
  update("sfu", ["bob", "dan"]);
  for (const way of [mesh, sfu]) {
    way.needs.heard("cleo", null);
    way.needs.linked("cleo", null);
  }
  expect([playing.has("cleo"), links.has("cleo")]).toEqual([false, false]);
});

test("whoever leaves the room themselves in mid-handover leaves nothing behind", async () => {
  const { mesh, sfu } = handingOver();
  sfu.links("connected", "bob", "cleo", "dan");
  room.close();
  expect([mesh.isClosed, sfu.isClosed, playing.size, links.size, clock.pending]).toEqual([
    true,
    true,
    0,
    0,
    0,
  ]);
});

test("what is said, sent and measured concerns both ways while both run", async () => {
  const { mesh, sfu } = handingOver();
  room.signal("something");
  room.resend();
  room.wake();
  expect([mesh, sfu].map(({ said, calls }) => [said, calls])).toEqual([
    [["something"], 2],
    [["something"], 2],
  ]);
  expect([...(await room.stats()).keys()].sort()).toEqual(["mesh", "sfu"]);
});
