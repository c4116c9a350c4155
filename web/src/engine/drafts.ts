/**
 * What was typed and not sent, per user and channel: kept across reloads, and the same in all tabs.
 *
 * - D1  What does not fit the shelf stays in memory: nothing that was typed is lost to a full disk.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Shelf } from "./ports.ts";
import type { Id } from "./wire.ts";

/** Characters of a draft that are kept across reloads: several messages' worth. */
export const DRAFT_KEPT_MAX = 10_000;

export interface Drafts {
  store: StoreApi<Readonly<Record<Id, string>>>;
  get(channelId: Id): string;
  set(channelId: Id, text: string): void;
  close(): void;
}

export function createDrafts(shelf: Shelf, user: Id): Drafts {
  const prefix = `confab.draft.${user}.`;
  const kept = shelf.keys().filter((key) => key.startsWith(prefix));
  const store = createStore<Readonly<Record<Id, string>>>(() =>
    Object.fromEntries(kept.map((key) => [key.slice(prefix.length), shelf.get(key) ?? ""])),
  );
  const close = shelf.watch((key) => {
    if (key.startsWith(prefix)) store.setState({ [key.slice(prefix.length)]: shelf.get(key) ?? "" });
  });
  return {
    store,
    close,
    get: (channelId) => store.getState()[channelId] ?? "",
    set(channelId, text) {
      store.setState({ [channelId]: text });
      if (text === "") shelf.remove(prefix + channelId);
      else if (text.length <= DRAFT_KEPT_MAX) shelf.set(prefix + channelId, text);
    },
  };
}
