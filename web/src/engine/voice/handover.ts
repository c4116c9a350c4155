/**
 * From one way of sound to the other while people talk: the new one begins while the old one goes on.
 *
 * - HO1  The old one goes on until the new one is connected with everybody, and a little longer: others may
 *        need the old one still. After a while it is enough that the new one is connected at all; a new one
 *        that is not never ends an old one that is.
 * - HO2  Nobody is heard twice: whoever is heard both ways is played as the old one has them, until the new
 *        one has something of them.
 * - HO3  A room that goes back before that has its old way back as it was.
 * - HO4  In another room, or in the same one joined anew, nothing of before goes on.
 * - HO5  Whoever hides their address is connected with nobody but the server, from the moment that they say so:
 *        what goes from each to each other ends, also where there is nothing to take its place.
 */
import type { Cancel } from "../ports.ts";
import type { Id } from "../wire.ts";
import type { RoomMode } from "./frames.ts";
import type { Link, Transport, TransportNeeds } from "./transport.ts";

export type Ways = Record<RoomMode["mode"], (needs: TransportNeeds) => Transport>;

/** Whoever is not connected within this has to be tried again anyway. */
const PATIENCE_MS = 10_000;
/** Browsers in a room are not connected at the same moment. */
const LINGER_MS = 2_000;

interface Leg {
  way: RoomMode["mode"];
  carries: Transport;
  tracks: Map<Id, MediaStreamTrack>;
  links: Map<Id, Link>;
  /** By peer id. */
  knows: ReadonlySet<string>;
}

export function createHandover(needs: TransportNeeds, ways: Ways): Transport {
  const played = new Map<Id, MediaStreamTrack>();
  let mode: RoomMode | null = null;
  let current: Leg | null = null;
  let former: Leg | null = null;
  let isLate = false;
  let cancelPatience: Cancel = () => undefined;
  let cancelLinger: Cancel | null = null;

  const legs = () => [current, former].filter((leg) => leg !== null);

  function open(way: RoomMode["mode"]): Leg {
    const tracks = new Map<Id, MediaStreamTrack>();
    const links = new Map<Id, Link>();
    const carries = ways[way]({
      ...needs,
      heard(userId, track) {
        put(tracks, userId, track);
        play(userId);
      },
      linked(userId, link) {
        put(links, userId, link);
        relink(userId);
        look();
      },
    });
    return { way, carries, tracks, links, knows: new Set() };
  }

  function update(next: RoomMode): void {
    const isElsewhere = mode?.channel_id !== next.channel_id || mode.self !== next.self;
    mode = next;
    if (isElsewhere) endFormer();
    // HO4
    if (isElsewhere && current && current.way !== next.mode) end(current);
    if (needs.hidesAddress()) {
      endMesh();
      // The server is about to say otherwise.
      if (next.mode === "mesh") return;
    }
    if (former?.way === next.mode) goBack(former);
    else if (current && current.way !== next.mode) handOver(current);
    current ??= open(next.mode);
    tell(current, next);
    if (former) tell(former, onlyKnown(next, former));
    look();
  }

  function tell(leg: Leg, next: RoomMode): void {
    leg.knows = new Set(next.peers.map(({ peer_id }) => peer_id));
    leg.carries.update(next);
  }

  function handOver(from: Leg): void {
    // Of three ways the middle one was never connected.
    endFormer();
    former = from;
    current = null;
    cancelPatience = needs.clock.after(PATIENCE_MS, () => {
      isLate = true;
      look();
    });
  }

  /** HO3 */
  function goBack(to: Leg): void {
    const given = current;
    stopWaiting();
    current = to;
    former = null;
    if (given) given.carries.close();
  }

  /** HO1 */
  function look(): void {
    if (!former || !current || !mode) return;
    const { links } = current;
    const isThere = mode.peers.every(({ user_id }) => links.get(user_id) === "connected");
    if (!isThere) {
      cancelLinger?.();
      cancelLinger = null;
    } else cancelLinger ??= needs.clock.after(LINGER_MS, endFormer);
    if (isLate && !isThere && (isCarrying(current) || !isCarrying(former))) endFormer();
  }

  function endFormer(): void {
    if (former) end(former);
  }

  /** HO5 */
  function endMesh(): void {
    for (const leg of legs()) if (leg.way === "mesh") end(leg);
  }

  function end(leg: Leg): void {
    if (leg === former) {
      stopWaiting();
      former = null;
    } else current = null;
    leg.carries.close();
  }

  function stopWaiting(): void {
    isLate = false;
    cancelPatience();
    cancelLinger?.();
    cancelLinger = null;
  }

  /** HO2 */
  function play(userId: Id): void {
    const fresh = current?.tracks.get(userId);
    const old = former?.tracks.get(userId);
    if (fresh?.muted && old) fresh.onunmute = () => play(userId);
    const wanted = fresh && !(fresh.muted && old) ? fresh : (old ?? null);
    if (wanted === (played.get(userId) ?? null)) return;
    put(played, userId, wanted);
    needs.heard(userId, wanted);
  }

  function relink(userId: Id): void {
    const all = legs().map(({ links }) => links.get(userId));
    const link = all.includes("connected") ? "connected" : all.find((one) => one !== undefined);
    needs.linked(userId, link ?? null);
  }

  return {
    update,
    signal(data) {
      for (const { carries } of legs()) carries.signal(data);
    },
    resend() {
      for (const { carries } of legs()) carries.resend();
    },
    wake() {
      for (const { carries } of legs()) carries.wake();
    },
    async stats() {
      const all = await Promise.all(legs().map(({ carries }) => carries.stats()));
      return new Map(all.flatMap((one) => [...one]));
    },
    protect(samples) {
      for (const { carries } of legs()) carries.protect(samples);
    },
    close() {
      endFormer();
      if (current) end(current);
      mode = null;
    },
  };
}

/** The old way does not begin anything: who came since is heard by the new one. */
function onlyKnown(next: RoomMode, { way, knows }: Leg): RoomMode {
  return { ...next, mode: way, peers: next.peers.filter(({ peer_id }) => knows.has(peer_id)) };
}

function isCarrying({ links }: Leg): boolean {
  return [...links.values()].includes("connected");
}

function put<T>(all: Map<Id, T>, userId: Id, value: T | null): void {
  if (value === null) all.delete(userId);
  else all.set(userId, value);
}
