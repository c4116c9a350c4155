/** The shell round `typing.ts`: forgets who stopped, and tells the others that we type. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Cancel, Clock } from "./ports.ts";
import type { RestClient } from "./rest/client.ts";
import {
  expireTyping,
  nextExpiryMs,
  shouldNotify,
  type TypingState,
  typingEnded,
  typingStarted,
} from "./typing.ts";
import type { Id } from "./wire.ts";

export interface TypingBoard {
  store: StoreApi<TypingState>;
  started(channelId: Id, userId: Id): void;
  ended(channelId: Id, userId: Id): void;
  /** The user of this client pressed a key in the composer. */
  keyPressed(channelId: Id): void;
  /** Their message is written: the next key tells the others anew. */
  written(channelId: Id): void;
  close(): void;
}

export function createTypingBoard(clock: Clock, rest: RestClient): TypingBoard {
  const store = createStore<TypingState>(() => ({}));
  const notified = new Map<Id, number>();
  let cancel: Cancel = () => undefined;

  function schedule(): void {
    cancel();
    const at = nextExpiryMs(store.getState());
    if (at === null) return;
    cancel = clock.after(Math.max(0, at - clock.now()), () => {
      store.setState(expireTyping(store.getState(), clock.now()), true);
      schedule();
    });
  }

  return {
    store,
    started(channelId, userId) {
      store.setState(typingStarted(store.getState(), channelId, userId, clock.now()), true);
      schedule();
    },
    ended: (channelId, userId) => store.setState(typingEnded(store.getState(), channelId, userId), true),
    keyPressed(channelId) {
      if (!shouldNotify(notified.get(channelId), clock.now())) return;
      notified.set(channelId, clock.now());
      // Nobody misses one that fails.
      rest.request("POST", `/api/v10/channels/${channelId}/typing`).catch(() => undefined);
    },
    written: (channelId) => void notified.delete(channelId),
    close: () => cancel(),
  };
}
