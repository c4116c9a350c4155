/**
 * Whether somebody is at this device, in whichever tab: after a while without input it says idle, and
 * with the next input online.
 *
 * - IL1  Input in one tab counts for all; each tab says what it finds, so that none has to be asked.
 * - IL2  A session that begins takes everybody for online, and one that is resumed may not have heard what was
 *        said meanwhile: both are told how it is.
 */
import type { Cancel, Clock, Shelf } from "./ports.ts";

export const IDLE_AFTER_MS = 10 * 60_000;
/** How exactly other tabs know of input here. */
const NOTED_EVERY_MS = 30_000;
const KEY = "confab.used";

export type OwnActivity = "online" | "idle";

export interface Idleness {
  /** Somebody did something here. */
  used(): void;
  /** A gateway session began. */
  began(): void;
  /** It goes on. */
  resumed(): void;
  close(): void;
}

export function createIdleness(clock: Clock, shelf: Shelf, say: (activity: OwnActivity) => void): Idleness {
  let said: OwnActivity = "online";
  let usedAt = clock.now();
  let cancel: Cancel = () => undefined;

  const noted = (): number => Number(shelf.get(KEY)) || 0;

  function sayIf(activity: OwnActivity): void {
    if (said !== activity) say(activity);
    said = activity;
  }

  function look(): void {
    // A clock that was set back would keep somebody here for as long.
    const last = Math.min(Math.max(usedAt, noted()), clock.now());
    const restMs = last + IDLE_AFTER_MS - clock.now();
    sayIf(restMs > 0 ? "online" : "idle");
    cancel();
    if (restMs > 0) cancel = clock.after(restMs, look);
  }

  const unwatch = shelf.watch((key) => {
    if (key === KEY && said === "idle") look();
  });
  look();

  return {
    used() {
      usedAt = clock.now();
      if (Math.abs(usedAt - noted()) >= NOTED_EVERY_MS) shelf.set(KEY, String(usedAt));
      if (said === "idle") look();
    },
    began() {
      if (said === "idle") say("idle");
    },
    resumed: () => say(said),
    close() {
      unwatch();
      cancel();
    },
  };
}
