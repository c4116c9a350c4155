/**
 * Sound through the media server: one connection, on whose first line one speaks, and on whose other lines
 * one hears whoever the server lets be heard on them.
 *
 * - SF1  Offers are numbered, and numbers are never used again: what is said of any but the open one is
 *        dropped.
 * - SF2  On a line whoever the server names is heard; nobody on two lines, and nobody who is not in the room.
 * - SF3  What breaks off for long, or is lost to the server, is offered anew, and what does not come about is
 *        tried again; see `retry.ts`.
 * - SF4  Who is told how the room is, or has the gateway back, tries at once what was not connected.
 * - SF5  If much of what is sent gets lost each packet goes twice; see `redundancy.ts`. The server need not know.
 *
 * An offer does not wait for addresses: the server finds its clients by what they send, and strikes out
 * whatever addresses they write.
 */
import { OP_VOICE_MEDIA } from "../gateway/frames.ts";
import type { Cancel } from "../ports.ts";
import type { Id } from "../wire.ts";
import { limitBitrate } from "./bitrate.ts";
import type { RoomMode } from "./frames.ts";
import type { ConnectionLike, TransceiverLike } from "./media.ts";
import { readMediaSignal } from "./media-signals.ts";
import { withOpus } from "./opus.ts";
import { readStats } from "./quality.ts";
import { createRedundancy } from "./redundancy.ts";
import { retryWaitMs } from "./retry.ts";
import type { Link, Transport, TransportNeeds } from "./transport.ts";

/** Nobody makes out more voices at once. */
const SLOTS = 10;
/** A server that can be reached is connected in less. */
const CONNECT_MS_MAX = 5_000;
/** What breaks off often comes back by itself. */
const BREAK_MS_MAX = 2_000;
/** Of what is measured: it is one connection, whoever is heard. */
const SERVER = "server";

/** `nextNumber` rises for as long as there may be late answers. */
export function createSfu(needs: TransportNeeds, nextNumber: () => number): Transport {
  const { clock } = needs;
  const redundancy = createRedundancy(clock);
  const playing = new Map<Id, MediaStreamTrack>();
  let mode: RoomMode | null = null;
  let connection: ConnectionLike | null = null;
  let n = 0;
  let link: Link = "connecting";
  let failed = 0;
  let wasConnected = false;
  /** For the next try. */
  let isWaiting = false;
  /** By line. */
  let slots = new Map<string, string>();
  let linked = new Set<Id>();
  let cancelWatch: Cancel = () => undefined;

  function begin(): void {
    connection?.close();
    slots = new Map();
    wasConnected = false;
    isWaiting = false;
    if (link === "connected") become("connecting");
    const mine = needs.media.connect(mode?.ice_servers ?? []);
    connection = mine;
    n = nextNumber();
    mine.onconnectionstatechange = () => {
      if (mine === connection) looked(mine.connectionState);
    };
    const own = mine.addTransceiver("audio", { direction: "sendrecv" });
    for (let slot = 0; slot < SLOTS; slot += 1) mine.addTransceiver("audio", { direction: "recvonly" });
    place();
    watch(CONNECT_MS_MAX, fail);
    attempt(mine, () => offer(mine, own));
  }

  function attempt(mine: ConnectionLike, work: () => Promise<void>): void {
    void work().catch(() => {
      if (mine === connection) fail();
    });
  }

  async function offer(mine: ConnectionLike, own: TransceiverLike): Promise<void> {
    const mineN = n;
    await own.sender.replaceTrack(needs.sending());
    await mine.setLocalDescription();
    const sdp = mine.localDescription?.sdp;
    if (mine !== connection || !mode || !sdp) return;
    needs.send({ op: OP_VOICE_MEDIA, d: { channel_id: mode.channel_id, n: mineN, offer: sdp } });
  }

  async function accept(mine: ConnectionLike, answer: string): Promise<void> {
    if (mine.signalingState !== "have-local-offer") return;
    await describedBy(mine, answer);
  }

  async function describedBy(mine: ConnectionLike, answer: string): Promise<void> {
    const wish = { bitrate: mode?.bitrate ?? 0, isRedundant: redundancy.isWanted() };
    await mine.setRemoteDescription({ type: "answer", sdp: withOpus(answer, wish) });
    await limit(mine);
  }

  /** SF5. The browser offers the same once more and has the same answer, in which another codec comes first. */
  async function recode(mine: ConnectionLike): Promise<void> {
    const answer = mine.currentRemoteDescription?.sdp;
    if (mine.signalingState !== "stable" || answer === undefined) return;
    await mine.setLocalDescription();
    await describedBy(mine, answer);
  }

  /** The sender itself keeps to the bitrate too, at once. */
  async function limit(mine: ConnectionLike): Promise<void> {
    const own = mine.getTransceivers()[0];
    if (own) await limitBitrate(own, mode?.bitrate ?? 0);
  }

  function looked(state: RTCPeerConnectionState): void {
    switch (state) {
      case "connected":
        cancelWatch();
        failed = 0;
        wasConnected = true;
        isWaiting = false;
        needs.fault(null);
        return become("connected");
      case "disconnected":
        if (link === "connected") watch(BREAK_MS_MAX, begin);
        return become("connecting");
      case "failed":
        // One that was connected is made anew at once.
        return broke();
      default:
        return;
    }
  }

  /** What once stood is made anew at once; what never did is tried again later. */
  function broke(): void {
    if (wasConnected) begin();
    else if (!isWaiting) fail();
  }

  /** SF3 */
  function fail(): void {
    failed += 1;
    isWaiting = true;
    become("failed");
    needs.fault("mediaUnreachable");
    // The one that failed stays until then: it may be there late.
    watch(retryWaitMs(failed), begin);
  }

  function watch(ms: number, run: () => void): void {
    cancelWatch();
    cancelWatch = clock.after(ms, run);
  }

  function become(next: Link): void {
    if (next === link) return;
    link = next;
    for (const userId of linked) needs.linked(userId, link);
  }

  /** Whoever is in the room is as well connected as oneself is with the server. */
  function join({ peers }: Pick<RoomMode, "peers">): void {
    const there = new Set(peers.map(({ user_id }) => user_id));
    const before = linked;
    linked = there;
    for (const userId of before) if (!there.has(userId)) needs.linked(userId, null);
    for (const userId of there) if (!before.has(userId)) needs.linked(userId, link);
  }

  /** SF2 */
  function place(): void {
    const users = new Map(mode?.peers.map(({ peer_id, user_id }) => [peer_id, user_id]));
    const wanted = new Map<Id, MediaStreamTrack>();
    for (const { mid, receiver } of connection?.getTransceivers() ?? []) {
      const userId = users.get(slots.get(mid ?? "") ?? "");
      if (userId !== undefined && !wanted.has(userId)) wanted.set(userId, receiver.track);
    }
    for (const userId of [...playing.keys()]) if (!wanted.has(userId)) play(userId, null);
    for (const [userId, track] of wanted) if (playing.get(userId) !== track) play(userId, track);
  }

  function play(userId: Id, track: MediaStreamTrack | null): void {
    if (track) playing.set(userId, track);
    else playing.delete(userId);
    needs.heard(userId, track);
  }

  function move(moved: ReadonlyMap<string, string | null>): void {
    const lines = new Set(connection?.getTransceivers().map(({ mid }) => mid));
    for (const [mid, peer] of moved) {
      if (peer === null || !lines.has(mid)) slots.delete(mid);
      else slots.set(mid, peer);
    }
    place();
  }

  /** SF4 */
  function tryAgain(): void {
    failed = 0;
    begin();
  }

  return {
    update(next) {
      const before = mode;
      mode = next;
      join(next);
      // Whoever joined anew is somebody else to the server.
      if (before?.channel_id !== next.channel_id || before.self !== next.self || isWaiting) {
        return tryAgain();
      }
      place();
      if (before.bitrate !== next.bitrate && connection) void limit(connection);
    },
    signal(data) {
      const said = readMediaSignal(data);
      // SF1
      if (!said || !connection || said.n !== n || said.channel_id !== mode?.channel_id) return;
      const { answer } = said;
      const mine = connection;
      if (answer !== null) attempt(mine, () => accept(mine, answer));
      if (said.slots.size > 0) move(said.slots);
      if (said.isEnded) broke();
    },
    resend: () => void connection?.getTransceivers()[0]?.sender.replaceTrack(needs.sending()),
    wake() {
      // A connection that was closed on this side says so to nobody.
      if (link !== "connected" || connection?.connectionState !== "connected") tryAgain();
    },
    async stats() {
      if (!connection || link !== "connected") return new Map();
      const sample = readStats(await connection.getStats());
      return new Map([[SERVER, { ...sample, road: sample.road === "relay" ? "relay" : "server" }]]);
    },
    protect(samples) {
      const isOther = redundancy.note(samples.get(SERVER)?.sentLostPercent ?? null);
      const mine = connection;
      if (isOther && mine && link === "connected") attempt(mine, () => recode(mine));
    },
    close() {
      cancelWatch();
      connection?.close();
      connection = null;
      slots = new Map();
      place();
      join({ peers: [] });
      needs.fault(null);
    },
  };
}
