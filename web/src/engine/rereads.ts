/**
 * Messages whose reactions are read again: a page may have been made before or after an event that came
 * with it, and then nobody can tell whether the event is counted in it. What is read after the last such
 * event is right.
 */
import type { Cancel, Clock } from "./ports.ts";
import type { Id } from "./wire.ts";

/** Longer than an event is under way. */
const DOUBT_MS = 5_000;
/** What comes together is read together. */
const WAIT_MS = 1_000;

export interface Rereads {
  /** A page of the channel came. */
  paged(channelId: Id): void;
  /** A reaction was told of. */
  reacted(channelId: Id, messageId: Id): void;
  forget(channelId: Id): void;
}

export function createRereads(clock: Clock, read: (channelId: Id, messageId: Id) => void): Rereads {
  const pagedAtMs = new Map<Id, number>();
  const waiting = new Map<Id, { channelId: Id; cancel: Cancel }>();

  return {
    paged: (channelId) => void pagedAtMs.set(channelId, clock.now()),
    reacted(channelId, messageId) {
      if (clock.now() - (pagedAtMs.get(channelId) ?? 0) > DOUBT_MS) return;
      waiting.get(messageId)?.cancel();
      const cancel = clock.after(WAIT_MS, () => {
        waiting.delete(messageId);
        read(channelId, messageId);
      });
      waiting.set(messageId, { channelId, cancel });
    },
    forget(channelId) {
      pagedAtMs.delete(channelId);
      for (const [id, entry] of waiting) {
        if (entry.channelId !== channelId) continue;
        entry.cancel();
        waiting.delete(id);
      }
    },
  };
}
