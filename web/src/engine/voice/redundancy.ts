/**
 * Whether somebody is sent each packet twice (RFC 2198), the second time with the next one: as what they lose
 * asks for it.
 *
 * - RD1  Loss that is heard begins it, and it goes on for a while after the last of it.
 */
import type { Clock } from "../ports.ts";

/** From here on packets are missed by more than chance: one every two seconds. */
const LOSS_PERCENT_MIN = 1;
/** A network that loses does so again, and it costs as much as the sound itself. */
const HOLD_MS = 30_000;

export interface Redundancy {
  isWanted(): boolean;
  /** What is lost of what one sends, if it is known; whether something else is wanted from now on. */
  note(lostPercent: number | null): boolean;
}

export function createRedundancy(clock: Pick<Clock, "now">): Redundancy {
  let lossyUntilMs = Number.NEGATIVE_INFINITY;
  let isWanted = false;
  return {
    isWanted: () => isWanted,
    note(lostPercent) {
      const now = clock.now();
      if (lostPercent !== null && lostPercent >= LOSS_PERCENT_MIN) lossyUntilMs = now + HOLD_MS;
      const was = isWanted;
      isWanted = now < lossyUntilMs;
      return isWanted !== was;
    },
  };
}
