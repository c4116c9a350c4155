/** How long to wait before the next try. */

const FIRST_MS = 500;

export interface BackoffOptions {
  /** The longest wait; a person is watching, so it is short. */
  capMs: number;
}

/**
 * The wait before try `attempt` (from 0): doubles up to the cap, and the upper half is random, so
 * that a thousand clients do not come back in the same instant.
 *
 * `random` is in [0, 1).
 */
export function backoffMs(attempt: number, random: number, { capMs }: BackoffOptions): number {
  const full = Math.min(capMs, FIRST_MS * 2 ** Math.min(attempt, 20));
  return Math.round(full / 2 + (full / 2) * random);
}
