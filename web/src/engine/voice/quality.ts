/**
 * How good a connection is, from what the browser counts.
 *
 * - QU1  Counters may begin anew, after a rollback or a reconnection: then what they say is all there was.
 * - QU2  Without packets nothing is lost: whoever is silent sends few.
 */

import { pairInUse, statsRows } from "./pairs.ts";

/** From browser to browser, through a relay, or through the media server; the later ones are the longer. */
export type Road = "direct" | "server" | "relay";
const ROADS: readonly (Road | null)[] = [null, "direct", "server", "relay"];

/** Of one connection, at a moment. */
export interface LinkSample {
  received: number;
  lost: number;
  jitterMs: number;
  /** Null: not measured yet. */
  roundTripMs: number | null;
  /** Null: not known. */
  road: Road | null;
  /** Of what is sent, as the other side said last; null: it has not. */
  sentLostPercent: number | null;
}

export type Grade = "good" | "fair" | "poor";

export interface Quality {
  grade: Grade;
  roundTripMs: number | null;
  lossPercent: number;
  jitterMs: number;
  road: Road | null;
}

/** What two people who talk begin to notice, and what they complain about. */
const LIMITS = {
  fair: { roundTripMs: 200, lossPercent: 1, jitterMs: 30 },
  poor: { roundTripMs: 400, lossPercent: 5, jitterMs: 60 },
};

export function qualityOf(before: LinkSample | undefined, after: LinkSample): Quality {
  const received = since(before?.received, after.received);
  const lost = since(before?.lost, after.lost);
  const expected = received + lost;
  // QU2
  const lossPercent = expected > 0 ? (100 * lost) / expected : 0;
  const measured = { roundTripMs: after.roundTripMs, lossPercent, jitterMs: after.jitterMs };
  return { ...measured, grade: gradeOf(measured), road: after.road };
}

/** The worst of several in each respect; null of none. */
export function worstOf(all: readonly Quality[]): Quality | null {
  const [first, ...others] = all;
  if (!first) return null;
  return others.reduce((worst, one) => {
    const measured = {
      roundTripMs: greater(worst.roundTripMs, one.roundTripMs),
      lossPercent: Math.max(worst.lossPercent, one.lossPercent),
      jitterMs: Math.max(worst.jitterMs, one.jitterMs),
    };
    const road = ROADS.indexOf(one.road) > ROADS.indexOf(worst.road) ? one.road : worst.road;
    return { ...measured, grade: gradeOf(measured), road };
  }, first);
}

/** What a report of the browser says of sound that comes in. */
export function readStats(report: Iterable<readonly [string, unknown]>): LinkSample {
  const all = statsRows(report);
  const rows = [...all.values()];
  const inbound = rows.filter(({ type, kind }) => type === "inbound-rtp" && kind === "audio");
  const reported = rows.filter(({ type, kind }) => type === "remote-inbound-rtp" && kind === "audio");
  const pair = pairInUse(all);
  const ends = [all.get(String(pair?.localCandidateId)), all.get(String(pair?.remoteCandidateId))];
  const roundTripS = pair?.currentRoundTripTime;
  return {
    received: inbound.reduce((sum, row) => sum + number(row.packetsReceived), 0),
    lost: inbound.reduce((sum, row) => sum + number(row.packetsLost), 0),
    jitterMs: Math.max(0, ...inbound.map((row) => number(row.jitter))) * 1_000,
    roundTripMs: typeof roundTripS === "number" ? roundTripS * 1_000 : null,
    road: pair ? (ends.some((end) => end?.candidateType === "relay") ? "relay" : "direct") : null,
    sentLostPercent:
      reported.length > 0 ? 100 * Math.max(...reported.map((row) => number(row.fractionLost))) : null,
  };
}

/** QU1. Late packets make the count of the lost smaller. */
function since(before: number | undefined, after: number): number {
  if (before === undefined || after < before) return Math.max(0, after);
  return after - before;
}

function gradeOf({ roundTripMs, lossPercent, jitterMs }: Omit<Quality, "grade" | "road">): Grade {
  const beyond = (limit: (typeof LIMITS)["fair"]) =>
    (roundTripMs ?? 0) > limit.roundTripMs || lossPercent > limit.lossPercent || jitterMs > limit.jitterMs;
  if (beyond(LIMITS.poor)) return "poor";
  return beyond(LIMITS.fair) ? "fair" : "good";
}

function greater(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

function number(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
