/** What the composer of each channel is about besides its text: the message that is answered, or changed. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { DraftFile } from "./outbox/files.ts";
import type { Timeline } from "./timeline/timeline.ts";
import { type Id, MESSAGE_DEFAULT, MESSAGE_REPLY, type Message } from "./wire.ts";

export interface Work {
  reply: { message: Message; ping: boolean } | null;
  /** The message whose text is being changed. */
  editing: Id | null;
  /** What goes with the next message. */
  files: readonly DraftFile[];
}

const NOTHING: Work = { reply: null, editing: null, files: [] };

export interface Writing {
  store: StoreApi<Readonly<Record<Id, Work>>>;
  of(channelId: Id): Work;
  change(channelId: Id, work: Partial<Work>): void;
}

export function createWriting(): Writing {
  const store = createStore<Readonly<Record<Id, Work>>>(() => ({}));
  const of = (channelId: Id) => workIn(store.getState(), channelId);
  return {
    store,
    of,
    change: (channelId, work) => store.setState({ [channelId]: { ...of(channelId), ...work } }),
  };
}

export function workIn(state: Readonly<Record<Id, Work>>, channelId: Id): Work {
  return state[channelId] ?? NOTHING;
}

/** The newest message that `self` may change; null while the window ends in the past. */
export function lastOwn({ messages, hasAfter }: Timeline, self: Id): Message | null {
  if (hasAfter) return null;
  return messages.findLast((message) => message.author.id === self && isChangeable(message)) ?? null;
}

/** System messages have no words of their author. */
export function isChangeable({ type }: Message): boolean {
  return type === MESSAGE_DEFAULT || type === MESSAGE_REPLY;
}
