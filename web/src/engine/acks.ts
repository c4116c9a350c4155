/**
 * Tells the server how far was read: one request at a time, each channel at most once a second.
 *
 * - AK1  Of several marks of one channel that wait, the newest is told.
 * - AK2  What could not be told for now is told later; what was refused is not told again.
 */
import type { Cancel, Clock } from "./ports.ts";
import type { RestClient } from "./rest/client.ts";
import { isTransient } from "./rest/error.ts";
import type { Id } from "./wire.ts";

const REST_MS = 1_000;
/** After an error that may pass. */
const AGAIN_MS = 5_000;

export interface Acks {
  read(channelId: Id, messageId: Id): void;
  /** Sets the mark by hand, perhaps back; what waits of the channel is forgotten. */
  set(channelId: Id, messageId: Id): Promise<void>;
  close(): void;
}

export function createAcks(rest: RestClient, clock: Clock): Acks {
  const waiting = new Map<Id, Id>();
  const toldAt = new Map<Id, number>();
  let busy = false;
  let timer: Cancel | null = null;

  const tell = (channelId: Id, body: object) =>
    rest.request<void>("POST", `/api/x/channels/${channelId}/ack`, { body });

  async function pump(): Promise<void> {
    if (busy || timer) return;
    const due = [...waiting].find(([id]) => clock.now() - (toldAt.get(id) ?? 0) >= REST_MS);
    if (!due) return waitFor(REST_MS);
    const [channelId, messageId] = due;
    waiting.delete(channelId);
    toldAt.set(channelId, clock.now());
    busy = true;
    try {
      await tell(channelId, { message_id: messageId });
    } catch (error) {
      // AK2
      if (isTransient(error)) {
        if (!waiting.has(channelId)) waiting.set(channelId, messageId);
        waitFor(AGAIN_MS);
      }
    } finally {
      busy = false;
    }
    void pump();
  }

  function waitFor(ms: number): void {
    if (waiting.size === 0 || timer) return;
    timer = clock.after(ms, () => {
      timer = null;
      void pump();
    });
  }

  return {
    read(channelId, messageId) {
      waiting.set(channelId, messageId);
      void pump();
    },
    async set(channelId, messageId) {
      waiting.delete(channelId);
      await tell(channelId, { message_id: messageId, manual: true });
    },
    close() {
      timer?.();
      waiting.clear();
    },
  };
}
