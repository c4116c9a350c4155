/**
 * What to do about a connection that is not there, and when.
 *
 * - RP1  First the same connection looks for another way; then it is made anew, again and again, ever less
 *        often: a network comes back without saying so.
 * - RP2  The polite one begins; the other one waits a little longer, should the polite one not be able to.
 */

export type Repair = "restart" | "rebuild";

/** Two browsers that can reach each other are connected in less. */
const CONNECT_MS_MAX = 5_000;
/** What breaks off often comes back by itself. */
const BREAK_MS_MAX = 1_500;
const WAITS_MS = [CONNECT_MS_MAX, 5_000, 8_000, 15_000];
const PATIENCE_MS = 2_000;

/** `attempt`: repairs since it was connected last. `wasConnected`: in this generation. */
export function nextRepair(attempt: number, wasConnected: boolean): Repair {
  return attempt === 0 && wasConnected ? "restart" : "rebuild";
}

/** How long to wait before the repair after this many. */
export function repairWaitMs(attempt: number, isPolite: boolean): number {
  const waitMs = WAITS_MS[Math.min(attempt, WAITS_MS.length - 1)] ?? CONNECT_MS_MAX;
  return waitMs + (isPolite ? 0 : PATIENCE_MS);
}

/** The same for a connection that broke off. */
export function breakWaitMs(isPolite: boolean): number {
  return BREAK_MS_MAX + (isPolite ? 0 : PATIENCE_MS);
}

/** The one who joined later has the greater id, and gives way. */
export function isPolite(self: string, peer: string): boolean {
  return toNumber(self) > toNumber(peer);
}

function toNumber(id: string): bigint {
  return /^\d{1,20}$/.test(id) ? BigInt(id) : 0n;
}
