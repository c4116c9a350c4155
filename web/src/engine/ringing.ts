/**
 * How a call rings here: again and again, until nobody wants it to.
 *
 * - RG1  It ends by itself after half a minute, also where nobody says that it is over.
 */
import type { Cancel, Clock } from "./ports.ts";

/** From one tone to the next. */
export const RING_EVERY_MS = 3_000;
/** As long as the server has it ring. */
export const RING_MS_MAX = 30_000;

export interface RingingNeeds {
  /** Whether it is for this tab to be heard. Another one may begin to lead meanwhile. */
  isWanted(): boolean;
  /** One tone. */
  tone(): void;
  /** It rang for long enough. */
  ended(): void;
}

export function startRinging(clock: Clock, { isWanted, tone, ended }: RingingNeeds): Cancel {
  const endsAtMs = clock.now() + RING_MS_MAX;
  let cancel: Cancel = () => undefined;
  const ring = (): void => {
    if (clock.now() >= endsAtMs) return ended();
    if (isWanted()) tone();
    cancel = clock.after(RING_EVERY_MS, ring);
  };
  ring();
  return () => cancel();
}
