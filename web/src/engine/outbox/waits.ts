/**
 * Until when the channels wait before their next message is sent.
 *
 * - W1  A wait that the server asked for is known to all tabs, whichever sends, and outlives the page.
 * - W2  A wait ends when its time has come, also where timers stood still meanwhile.
 */
import type { Cancel, Clock, Shelf } from "../ports.ts";
import type { Id } from "../wire.ts";

const PREFIX = "confab.outbox-wait";

/** Longer than the longest slow mode, of six hours; what says more on the shelf is not believed. */
const STORED_MS_MAX = 7 * 3_600_000;

export interface Waits {
  has(channelId: Id): boolean;
  /** Those that the server asked for. */
  bidden(): Record<Id, number>;
  /** `isBidden`: the server named the length. */
  begin(channelId: Id, ms: number, isBidden: boolean): void;
  /** Ends those of nobody's bidding: there is a reason to try again. */
  endUnbidden(): void;
  /** Ends those whose time has come (W2). */
  wake(): void;
  close(): void;
}

interface Wait {
  untilMs: number;
  isBidden: boolean;
  cancel: Cancel;
}

interface WaitPorts {
  clock: Clock;
  shelf: Shelf;
}

/** `changed`: a wait began or ended. */
export function createWaits({ clock, shelf }: WaitPorts, user: Id, changed: () => void): Waits {
  const prefix = `${PREFIX}.${user}.`;
  const waits = new Map<Id, Wait>();
  for (const key of shelf.keys()) read(key);
  const unwatch = shelf.watch((key) => read(key) && changed());

  /** What the shelf says of a channel; false when that is nothing new. */
  function read(key: string): boolean {
    if (!key.startsWith(prefix)) return false;
    const channelId = key.slice(prefix.length);
    const text = shelf.get(key);
    const leftMs = Number(text) - clock.now();
    if (leftMs > 0 && leftMs <= STORED_MS_MAX) {
      keep(channelId, leftMs, true);
      return true;
    }
    if (text !== null) shelf.remove(key);
    return false;
  }

  function keep(channelId: Id, ms: number, isBidden: boolean): void {
    waits.get(channelId)?.cancel();
    const cancel = clock.after(ms, () => end(channelId));
    waits.set(channelId, { untilMs: clock.now() + ms, isBidden, cancel });
  }

  function end(channelId: Id): void {
    const wait = waits.get(channelId);
    if (!wait) return;
    wait.cancel();
    waits.delete(channelId);
    if (wait.isBidden) shelf.remove(prefix + channelId);
    changed();
  }

  function endThose(isOver: (wait: Wait) => boolean): void {
    for (const [channelId, wait] of [...waits]) if (isOver(wait)) end(channelId);
  }

  return {
    has: (channelId) => waits.has(channelId),
    bidden: () =>
      Object.fromEntries(
        [...waits].filter(([, { isBidden }]) => isBidden).map(([id, { untilMs }]) => [id, untilMs]),
      ),
    begin(channelId, ms, isBidden) {
      keep(channelId, ms, isBidden);
      if (isBidden) shelf.set(prefix + channelId, String(clock.now() + ms));
      changed();
    },
    endUnbidden: () => endThose(({ isBidden }) => !isBidden),
    wake: () => endThose(({ untilMs }) => untilMs <= clock.now()),
    close() {
      unwatch();
      for (const { cancel } of waits.values()) cancel();
    },
  };
}
