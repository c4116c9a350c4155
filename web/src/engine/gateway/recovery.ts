/**
 * Counts what was missed while the connection was gone, for the sentence "N missed events replayed".
 *
 * - R1  After RESUME: the channel events between RESUME and RESUMED.
 * - R2  After IDENTIFY: what each SUBSCRIBE with a cursor says it replayed.
 * - R3  A recovery that is itself cut off hands its count to the next one.
 */
import type { Id } from "../wire.ts";

export type Recovery =
  | { phase: "idle" }
  /** Cut off; `replayed` came before the cut. */
  | { phase: "lost"; replayed: number }
  | { phase: "resuming"; replayed: number }
  | { phase: "resubscribing"; replayed: number; waiting: ReadonlyMap<Id, number>; resets: readonly Id[] };

export interface RecoveryOutcome {
  replayed: number;
  /** Channels in which more was missed than can be replayed. */
  resets: readonly Id[];
}

export interface SubscribedEvent {
  channel_id: Id;
  head?: number;
  replayed?: number;
  reset?: boolean;
  error?: { code: number; message: string };
}

export const IDLE: Recovery = { phase: "idle" };

export function connectionLost(recovery: Recovery): Recovery {
  return { phase: "lost", replayed: countSoFar(recovery) };
}

export function resumeSent(recovery: Recovery): Recovery {
  return recovery.phase === "idle" ? recovery : { phase: "resuming", replayed: countSoFar(recovery) };
}

/** The session is new: `channels` were subscribed with a cursor. */
export function resubscribed(recovery: Recovery, channels: readonly Id[]): Recovery {
  if (recovery.phase === "idle") return recovery;
  const waiting = new Map(channels.map((channel) => [channel, 0]));
  return { phase: "resubscribing", replayed: countSoFar(recovery), waiting, resets: [] };
}

export function channelEventSeen(recovery: Recovery, channel: Id): Recovery {
  switch (recovery.phase) {
    case "idle":
    case "lost":
      return recovery;
    case "resuming":
      return { ...recovery, replayed: recovery.replayed + 1 };
    case "resubscribing": {
      const seen = recovery.waiting.get(channel);
      if (seen === undefined) return recovery;
      return { ...recovery, waiting: new Map(recovery.waiting).set(channel, seen + 1) };
    }
    default:
      return recovery satisfies never;
  }
}

export function subscribedSeen(recovery: Recovery, event: SubscribedEvent): Recovery {
  if (recovery.phase !== "resubscribing" || !recovery.waiting.has(event.channel_id)) return recovery;
  const waiting = new Map(recovery.waiting);
  waiting.delete(event.channel_id);
  const resets = event.reset ? [...recovery.resets, event.channel_id] : recovery.resets;
  return { ...recovery, waiting, resets, replayed: recovery.replayed + (event.replayed ?? 0) };
}

/** The outcome once nothing is awaited any more. `resumed`: RESUMED has just come. */
export function outcome(recovery: Recovery, resumed: boolean): RecoveryOutcome | null {
  if (recovery.phase === "resuming" && resumed) return { replayed: recovery.replayed, resets: [] };
  if (recovery.phase === "resubscribing" && recovery.waiting.size === 0) {
    return { replayed: recovery.replayed, resets: recovery.resets };
  }
  return null;
}

function countSoFar(recovery: Recovery): number {
  switch (recovery.phase) {
    case "idle":
      return 0;
    case "lost":
    case "resuming":
      return recovery.replayed;
    case "resubscribing":
      return [...recovery.waiting.values()].reduce((sum, seen) => sum + seen, recovery.replayed);
    default:
      return recovery satisfies never;
  }
}
