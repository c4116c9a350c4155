/**
 * The connection with one other person, by perfect negotiation: both may offer at any time, and if two
 * offers meet, the polite one gives way.
 *
 * - PE1  Connections are numbered, by both in common: a signal of an older number is dropped, one of a newer
 *        number makes a new connection of that number here too.
 * - PE2  Candidates wait for the description that they belong to, and those of an offer that was passed over
 *        are passed over.
 * - PE3  What happens to a connection happens in order: no step begins before the one before has ended.
 * - PE4  When two first offers meet, the polite one begins anew with the other's: nothing of its own was
 *        taken yet, and a description that is rolled back would leave a second line of sound behind.
 * - PE5  What is not connected is repaired; see `repair.ts`.
 * - PE6  Whoever loses much is sent each packet twice; see `redundancy.ts`.
 */
import type { Cancel, Clock } from "../ports.ts";
import { limitBitrate } from "./bitrate.ts";
import type { ConnectionLike, TransceiverLike } from "./media.ts";
import { withOpus } from "./opus.ts";
import { type LinkSample, readStats } from "./quality.ts";
import { createRedundancy } from "./redundancy.ts";
import { breakWaitMs, nextRepair, repairWaitMs } from "./repair.ts";
import type { Signal } from "./signals.ts";
import type { Link } from "./transport.ts";

export interface PeerNeeds {
  clock: Clock;
  isPolite: boolean;
  /** The first number that this pair has not used yet. */
  first: number;
  connect(): ConnectionLike;
  tell(signal: Signal): void;
  /** What they are to hear now. */
  track(): MediaStreamTrack | null;
  bitrate(): number;
  heard(track: MediaStreamTrack): void;
  linked(link: Link): void;
}

export interface Peer {
  signal(signal: Signal): void;
  /** `track` gives another one now. */
  resend(): void;
  /** `bitrate` gives another one now. */
  retune(): void;
  /** Signals may have been lost. */
  wake(): void;
  stats(): Promise<LinkSample>;
  /** What `stats` said, if it said something. */
  protect(sample: LinkSample | undefined): void;
  close(): void;
}

/** A browser has a few dozen addresses at most. */
const CANDIDATES_MAX = 64;

export function createPeer(needs: PeerNeeds): Peer {
  const { clock, isPolite } = needs;
  const redundancy = createRedundancy(clock);
  let n = needs.first;
  let connection = needs.connect();
  let link: Link = "connecting";
  /** PE3 */
  let steps: Promise<void> = Promise.resolve();
  let isPassedOver = false;
  let waiting: (RTCIceCandidateInit | null)[] = [];
  let repairs = 0;
  let wasConnected = false;
  let cancelWatch: Cancel = () => undefined;
  let isClosed = false;

  function begin(generation: number, offers: boolean): void {
    connection.close();
    // What a closed connection was asked for may never be answered.
    if (generation > n) steps = Promise.resolve();
    n = generation;
    connection = needs.connect();
    follow(connection);
    waiting = [];
    isPassedOver = false;
    wasConnected = false;
    if (offers) offerAnew();
  }

  function follow(mine: ConnectionLike): void {
    mine.onicecandidate = ({ candidate }) => {
      if (mine === connection) needs.tell({ n, candidate: candidate?.toJSON() ?? null });
    };
    mine.ontrack = ({ track }) => {
      if (mine === connection) needs.heard(track);
    };
    mine.onconnectionstatechange = () => {
      if (mine === connection) looked(mine.connectionState);
    };
  }

  function offerAnew(): void {
    const transceiver = connection.addTransceiver("audio", { direction: "sendrecv" });
    take(() => equip(transceiver));
    negotiate();
  }

  /** PE3. What a step of an older number was about is gone with it. */
  function take(work: (mine: ConnectionLike) => Promise<void>): void {
    const generation = n;
    const isWanted = () => generation === n && !isClosed;
    steps = steps
      .then(() => (isWanted() ? work(connection) : undefined))
      .catch(() => {
        if (isWanted()) watch(isDead() ? 0 : breakWaitMs(isPolite));
      });
  }

  /** It will never say anything again, and does not say so. */
  function isDead(): boolean {
    return connection.signalingState === "closed";
  }

  function negotiate(): void {
    take(async (mine) => {
      // The answer that is due then brings what is wanted, or its absence is repaired.
      if (mine.signalingState !== "stable") return;
      await mine.setLocalDescription();
      describe(mine);
    });
  }

  function describe(mine: ConnectionLike): void {
    const { type, sdp } = mine.localDescription ?? {};
    if (mine === connection && sdp && (type === "offer" || type === "answer")) {
      needs.tell({ n, sdp: { type, sdp } });
    }
  }

  function signal({ n: theirs, sdp, candidate }: Signal): void {
    // PE1
    if (isClosed || theirs < n) return;
    if (theirs > n) {
      begin(theirs, false);
      if (link === "connected") become("connecting");
      watch(repairWaitMs(repairs, isPolite));
    }
    if (sdp) take((mine) => apply(mine, sdp));
    else if (candidate !== undefined) take((mine) => addCandidate(mine, candidate));
  }

  async function apply(mine: ConnectionLike, sdp: NonNullable<Signal["sdp"]>): Promise<void> {
    if (sdp.type === "answer") {
      if (mine.signalingState !== "have-local-offer") return;
      isPassedOver = false;
      return describedBy(mine, sdp);
    }
    let target = mine;
    if (mine.signalingState === "have-local-offer") {
      isPassedOver = !isPolite;
      if (isPassedOver) return;
      // PE4
      if (!mine.currentRemoteDescription) {
        begin(n, false);
        target = connection;
      }
    }
    isPassedOver = false;
    await describedBy(target, sdp);
    for (const transceiver of target.getTransceivers()) {
      transceiver.direction = "sendrecv";
      await equip(transceiver);
    }
    await target.setLocalDescription();
    await limit(target);
    describe(target);
  }

  async function describedBy(target: ConnectionLike, sdp: NonNullable<Signal["sdp"]>): Promise<void> {
    const wish = { bitrate: needs.bitrate(), isRedundant: redundancy.isWanted() };
    await target.setRemoteDescription({ type: sdp.type, sdp: withOpus(sdp.sdp, wish) });
    if (target !== connection) return;
    if (sdp.type === "answer") await limit(target);
    for (const candidate of waiting.splice(0)) await addCandidate(target, candidate);
  }

  /** PE2. One that cannot be used is none the less harmless. */
  async function addCandidate(target: ConnectionLike, candidate: RTCIceCandidateInit | null): Promise<void> {
    if (isPassedOver) return;
    if (target.remoteDescription) await target.addIceCandidate(candidate).catch(() => undefined);
    else if (waiting.length < CANDIDATES_MAX) waiting.push(candidate);
  }

  async function equip({ sender }: TransceiverLike): Promise<void> {
    await sender.replaceTrack(needs.track());
  }

  /** The sender itself keeps to the bitrate too, at once. */
  async function limit(target: ConnectionLike): Promise<void> {
    for (const transceiver of target.getTransceivers()) await limitBitrate(transceiver, needs.bitrate());
  }

  function looked(state: RTCPeerConnectionState): void {
    switch (state) {
      case "connected":
        cancelWatch();
        repairs = 0;
        wasConnected = true;
        return become("connected");
      case "disconnected":
        become("connecting");
        return watch(breakWaitMs(isPolite));
      case "failed":
        become("failed");
        return isPolite ? repair() : watch(breakWaitMs(false));
      default:
        return;
    }
  }

  function become(next: Link): void {
    if (next === link) return;
    link = next;
    needs.linked(link);
  }

  function watch(ms: number): void {
    cancelWatch();
    cancelWatch = clock.after(ms, repair);
  }

  /** PE5 */
  function repair(): void {
    if (isClosed) return;
    if (link === "connecting") become("failed");
    const kind = nextRepair(repairs, wasConnected && !isDead());
    repairs += 1;
    watch(repairWaitMs(repairs, isPolite));
    if (kind === "rebuild") return begin(n + 1, true);
    connection.restartIce();
    negotiate();
  }

  follow(connection);
  // Whoever came later offers; and whoever begins anew, as the other one may not know.
  if (isPolite || n > 1) offerAnew();
  watch(repairWaitMs(0, isPolite));

  return {
    signal,
    resend: () =>
      take(async (mine) => {
        for (const transceiver of mine.getTransceivers()) await equip(transceiver);
      }),
    retune() {
      take(limit);
      if (isPolite) negotiate();
    },
    wake() {
      if (link === "connected") return;
      repairs = 0;
      if (isPolite) repair();
      else watch(repairWaitMs(0, false));
    },
    stats: async () => readStats(await connection.getStats()),
    // PE6. What they describe themselves by next says how they are sent to.
    protect(sample) {
      if (redundancy.note(sample?.sentLostPercent ?? null) && link === "connected") negotiate();
    },
    close() {
      isClosed = true;
      cancelWatch();
      connection.close();
    },
  };
}
