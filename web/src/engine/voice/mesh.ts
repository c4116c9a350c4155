/**
 * Sound from each to each: one connection with everybody in the room.
 *
 * - ME1  Whoever is still there keeps their connection, whatever else changes in the room.
 * - ME2  Whoever may not hear is sent nothing.
 * - ME3  A mesh that comes after another one goes on counting where that one ended: whoever kept theirs
 *        hears that there is a new one.
 */
import { OP_VOICE_SIGNAL } from "../gateway/frames.ts";
import type { PeerInfo, RoomMode } from "./frames.ts";
import { createPeer, type Peer } from "./peer.ts";
import { isPolite } from "./repair.ts";
import { readSignal } from "./signals.ts";
import type { Transport, TransportNeeds } from "./transport.ts";

/** More than any server lets into a room that is connected so. */
const PEERS_MAX = 16;

interface Known {
  info: PeerInfo;
  peer: Peer;
}

/** `numbers`: by peer, the connections so far. */
export function createMesh(needs: TransportNeeds, numbers: Map<string, number> = new Map()): Transport {
  const known = new Map<string, Known>();
  let mode: RoomMode | null = null;

  function update(next: RoomMode): void {
    // Whoever joined anew is somebody else to all of them.
    if (mode && mode.self !== next.self) for (const id of [...known.keys()]) drop(id);
    const before = mode;
    mode = next;
    const there = new Set(next.peers.map(({ peer_id }) => peer_id));
    for (const id of [...known.keys()]) if (!there.has(id)) drop(id);
    for (const id of [...numbers.keys()]) if (!there.has(id)) numbers.delete(id);
    for (const info of next.peers) {
      const one = known.get(info.peer_id);
      if (one) renew(one, info);
      else if (known.size < PEERS_MAX) known.set(info.peer_id, { info, peer: open(next.self, info) });
    }
    if (before && before.bitrate !== next.bitrate) for (const { peer } of known.values()) peer.retune();
  }

  /** ME1 */
  function renew(one: Known, info: PeerInfo): void {
    const wasDeaf = one.info.deaf;
    one.info = info;
    if (wasDeaf !== info.deaf) one.peer.resend();
  }

  function open(self: string, { peer_id, user_id }: PeerInfo): Peer {
    needs.linked(user_id, "connecting");
    return createPeer({
      clock: needs.clock,
      isPolite: isPolite(self, peer_id),
      // ME3
      first: (numbers.get(peer_id) ?? 0) + 1,
      connect: () => needs.media.connect(mode?.ice_servers ?? []),
      tell(signal) {
        numbers.set(peer_id, signal.n);
        needs.send({ op: OP_VOICE_SIGNAL, d: { channel_id: mode?.channel_id ?? "", peer_id, ...signal } });
      },
      // ME2
      track: () => (known.get(peer_id)?.info.deaf ? null : needs.sending()),
      bitrate: () => mode?.bitrate ?? 0,
      heard: (track) => needs.heard(user_id, track),
      linked: (link) => needs.linked(user_id, link),
    });
  }

  function drop(id: string): void {
    const one = known.get(id);
    if (!one) return;
    known.delete(id);
    one.peer.close();
    needs.heard(one.info.user_id, null);
    needs.linked(one.info.user_id, null);
  }

  return {
    update,
    signal(data) {
      const signal = readSignal(data);
      if (signal && signal.channel_id === mode?.channel_id) known.get(signal.peer_id)?.peer.signal(signal);
    },
    resend() {
      for (const { peer } of known.values()) peer.resend();
    },
    wake() {
      for (const { peer } of known.values()) peer.wake();
    },
    async stats() {
      const all = [...known.values()].map(
        async ({ info, peer }) => [info.user_id, await peer.stats()] as const,
      );
      return new Map(await Promise.all(all));
    },
    protect(samples) {
      for (const { info, peer } of known.values()) peer.protect(samples.get(info.user_id));
    },
    close() {
      for (const id of [...known.keys()]) drop(id);
    },
  };
}
