/**
 * One's own sound over a connection to oneself: both ends are in this browser, and it goes as to others,
 * encoded, encrypted, and by whichever pair of addresses wins.
 */
import type { Cancel } from "../ports.ts";
import type { ConnectionLike } from "./media.ts";
import { type CandidatePair, readPair } from "./pairs.ts";

export interface LoopNeeds {
  connect(): ConnectionLike;
  /** What goes round. */
  track: MediaStreamTrack;
  /** What comes back. */
  heard(track: MediaStreamTrack): void;
  /** By which way it did. */
  paired(pair: CandidatePair): void;
  /** It cannot. */
  failed(): void;
}

export function openLoop(needs: LoopNeeds): Cancel {
  const [one, other] = [needs.connect(), needs.connect()];
  let isWanted = true;
  const late: (() => void)[] = [];

  function exchange(from: ConnectionLike, to: ConnectionLike): void {
    from.onicecandidate = ({ candidate }) => {
      const give = () => void to.addIceCandidate(candidate?.toJSON() ?? null).catch(() => undefined);
      // One may be found before the other end knows whose it is.
      if (to.remoteDescription) give();
      else late.push(give);
    };
  }

  async function connect(): Promise<void> {
    const { sender } = one.addTransceiver("audio", { direction: "sendonly" });
    await sender.replaceTrack(needs.track);
    await one.setLocalDescription();
    await other.setRemoteDescription({ type: "offer", sdp: one.localDescription?.sdp ?? "" });
    await other.setLocalDescription();
    await one.setRemoteDescription({ type: "answer", sdp: other.localDescription?.sdp ?? "" });
    for (const give of late.splice(0)) give();
  }

  async function look(): Promise<void> {
    const pair = readPair(await one.getStats());
    if (isWanted && pair) needs.paired(pair);
  }

  exchange(one, other);
  exchange(other, one);
  other.ontrack = ({ track }) => {
    if (isWanted) needs.heard(track);
  };
  one.onconnectionstatechange = () => {
    if (!isWanted) return;
    if (one.connectionState === "connected") void look();
    if (one.connectionState === "failed") needs.failed();
  };
  connect().catch(() => {
    if (isWanted) needs.failed();
  });
  return () => {
    isWanted = false;
    one.close();
    other.close();
  };
}
