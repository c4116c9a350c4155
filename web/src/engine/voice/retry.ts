/**
 * When the media server is tried again that did not connect.
 *
 * - RY1  Soon at first, then ever less often, and for as long as one is in the room: a network comes back
 *        without saying so.
 */

/** As often as a connection between two browsers is tried in the end. */
const WAIT_MS_MAX = 15_000;

/** `failed`: tries since it was connected last. */
export function retryWaitMs(failed: number): number {
  return Math.min(WAIT_MS_MAX, 1_000 * 2 ** Math.max(0, failed - 1));
}
