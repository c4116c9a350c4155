/** Reading what others in the room say about connections: they may be anybody's program. */
import type { SignalData } from "./frames.ts";

/** What the server relays. */
const SDP_BYTES_MAX = 16_384;
const CANDIDATE_BYTES_MAX = 2_048;
/** One connection a second for ever would not get there within a day. */
const N_MAX = 100_000;

export type Signal = Pick<SignalData, "n" | "sdp" | "candidate">;

/** Null for whatever says nothing. */
export function readSignal(data: unknown): (Signal & { peer_id: string; channel_id: string }) | null {
  const { channel_id, peer_id, n, sdp, candidate } = (data ?? {}) as Partial<
    Record<keyof SignalData, unknown>
  >;
  if (typeof channel_id !== "string" || typeof peer_id !== "string") return null;
  if (!Number.isSafeInteger(n) || Number(n) < 1 || Number(n) > N_MAX) return null;
  const from = { channel_id, peer_id, n: Number(n) };
  if (sdp !== undefined && sdp !== null) {
    const description = readDescription(sdp);
    return description && { ...from, sdp: description };
  }
  if (candidate === null) return { ...from, candidate: null };
  const read = readCandidate(candidate);
  return read && { ...from, candidate: read };
}

function readDescription(value: unknown): NonNullable<SignalData["sdp"]> | null {
  const { type, sdp } = value as { type?: unknown; sdp?: unknown };
  if (type !== "offer" && type !== "answer") return null;
  return typeof sdp === "string" && sdp.length <= SDP_BYTES_MAX ? { type, sdp } : null;
}

function readCandidate(value: unknown): RTCIceCandidateInit | null {
  if (typeof value !== "object" || value === null) return null;
  const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = value as Record<string, unknown>;
  if (typeof candidate !== "string" || candidate.length > CANDIDATE_BYTES_MAX) return null;
  return {
    candidate,
    sdpMid: typeof sdpMid === "string" ? sdpMid : null,
    sdpMLineIndex: typeof sdpMLineIndex === "number" ? sdpMLineIndex : null,
    usernameFragment: typeof usernameFragment === "string" ? usernameFragment : null,
  };
}
