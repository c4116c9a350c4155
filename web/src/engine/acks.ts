/**
 * Tells the server how far was read: one request at a time, and each channel the more rarely the more is
 * said in it.
 *
 * - AK1  Of several marks of one channel that wait, the newest is told.
 * - AK2  What could not be told for now is told later; what was refused is not told again.
 * - AK3  What is set by hand is told after all that went before, and nothing from before comes after it.
 * - AK4  Whoever leaves the page has told what they read.
 */
import type { Cancel, Clock } from "./ports.ts";
import type { RestClient } from "./rest/client.ts";
import { isTransient } from "./rest/error.ts";
import type { Id } from "./wire.ts";

/** All who look at a channel read at once: spread over this time, they do not all tell of it at once. */
const SPREAD_MS = 400;
/** Between two requests. */
const PAUSE_MS = 100;
/** Between two marks of a channel; below half of what one may change within it. */
const REST_MS = 2_500;
/** After an error that may pass. */
const AGAIN_MS = 5_000;

export interface Acks {
  read(channelId: Id, messageId: Id): void;
  /** Sets the mark by hand, perhaps back. */
  set(channelId: Id, messageId: Id): Promise<void>;
  /** Whether the server does not know yet how far a channel was read. */
  isBehind(channelId: Id): boolean;
  /** Tells at once what waits, for the page may be gone in a moment. */
  hurry(): void;
  close(): void;
}

export function createAcks(rest: RestClient, clock: Clock, random: () => number = Math.random): Acks {
  const waiting = new Map<Id, Id>();
  const toldAt = new Map<Id, number>();
  /** What is on its way, and whether it may be told again if it fails. */
  let underWay: { channelId: Id; done: Promise<void>; isStale: boolean } | null = null;
  let timer: Cancel | null = null;

  const tell = (channelId: Id, body: object) =>
    rest.request<void>("POST", `/api/x/channels/${channelId}/ack`, { body, keepalive: true });

  function pump(): void {
    if (underWay || timer) return;
    const isDue = (id: Id) => clock.now() - (toldAt.get(id) ?? 0) >= REST_MS;
    const due = [...waiting.keys()].find(isDue);
    if (due === undefined) return pumpIn(REST_MS / 5);
    const sent = { channelId: due, done: Promise.resolve(), isStale: false };
    sent.done = tellNext(due, sent);
    underWay = sent;
  }

  async function tellNext(channelId: Id, sent: { isStale: boolean }): Promise<void> {
    const messageId = waiting.get(channelId) ?? "0";
    waiting.delete(channelId);
    toldAt.set(channelId, clock.now());
    let wait = PAUSE_MS;
    try {
      await tell(channelId, { message_id: messageId });
    } catch (error) {
      // AK2, AK3
      if (isTransient(error)) wait = AGAIN_MS;
      if (isTransient(error) && !sent.isStale && !waiting.has(channelId)) waiting.set(channelId, messageId);
    }
    underWay = null;
    pumpIn(wait);
  }

  function pumpIn(ms: number): void {
    if (waiting.size === 0 || timer) return;
    timer = clock.after(ms, () => {
      timer = null;
      pump();
    });
  }

  return {
    read(channelId, messageId) {
      waiting.set(channelId, messageId);
      pumpIn(random() * SPREAD_MS);
    },
    async set(channelId, messageId) {
      waiting.delete(channelId);
      if (underWay?.channelId === channelId) {
        underWay.isStale = true;
        await underWay.done;
      }
      await tell(channelId, { message_id: messageId, manual: true });
    },
    hurry() {
      for (const [channelId, messageId] of waiting) {
        waiting.delete(channelId);
        toldAt.set(channelId, clock.now());
        // AK2: whoever comes back tells the newest.
        const again = () => {
          if (!waiting.has(channelId)) waiting.set(channelId, messageId);
          pumpIn(AGAIN_MS);
        };
        tell(channelId, { message_id: messageId }).catch((error) => isTransient(error) && again());
      }
    },
    isBehind: (channelId) => waiting.has(channelId) || underWay?.channelId === channelId,
    close() {
      timer?.();
      waiting.clear();
    },
  };
}
