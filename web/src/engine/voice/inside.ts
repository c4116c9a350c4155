/** Waits until one is in a room that one asked for. */
import type { Voice } from "./voice.ts";

/** False when one is not let in, or wants to be elsewhere by then. To be called after the asking. */
export function isInside({ store }: Pick<Voice, "store">, channelId: string): Promise<boolean> {
  const look = (): boolean | null => {
    const { phase, place } = store.getState();
    if (phase === "out" || place?.channelId !== channelId) return false;
    return phase === "in" ? true : null;
  };
  return new Promise((resolve) => {
    const known = look();
    if (known !== null) return resolve(known);
    const unfollow = store.subscribe(() => {
      const outcome = look();
      if (outcome === null) return;
      unfollow();
      resolve(outcome);
    });
  });
}
