/** Snowflake ids: compared as numbers without becoming numbers, and read as times. */
import type { Id } from "./wire.ts";

/** The epoch that every library of the v10 API counts from. */
const EPOCH_MS = 1_420_070_400_000;

/** Orders decimal strings by value: the longer one is greater, equals go digit by digit. */
export function compareIds(a: Id, b: Id): number {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The least id of a moment. */
export function idAtMs(timeMs: number): Id {
  return String(BigInt(Math.max(0, timeMs - EPOCH_MS)) << 22n);
}

/** The id just before. */
export function idBefore(id: Id): Id {
  return String(BigInt(id) - 1n);
}

/** When the id was made. */
export function idTimeMs(id: Id): number {
  return Number(BigInt(id) >> 22n) + EPOCH_MS;
}
