/**
 * When the media server is tried again that did not connect.
 *
 * - RY1  Soon at first, then ever less often, and not for ever: what does not come about in a minute is a
 *        matter of somebody's network, and is said.
 */

/** Longer than a person would wait for a room that is back, it is not to be. */
const WAIT_MS_MAX = 8_000;
const TRIES_MAX = 8;

/** `failed`: tries since it was connected last. Null: it is given up. */
export function retryWaitMs(failed: number): number | null {
  if (failed > TRIES_MAX) return null;
  return Math.min(WAIT_MS_MAX, 1_000 * 2 ** Math.max(0, failed - 1));
}
