/** What was typed and not sent, kept per user and channel across reloads. */
import type { Shelf } from "./ports.ts";
import type { Id } from "./wire.ts";

export interface Drafts {
  get(channelId: Id): string;
  set(channelId: Id, text: string): void;
}

export function createDrafts(shelf: Shelf, user: Id): Drafts {
  const key = (channelId: Id) => `confab.draft.${user}.${channelId}`;
  return {
    get: (channelId) => shelf.get(key(channelId)) ?? "",
    set(channelId, text) {
      if (text === "") shelf.remove(key(channelId));
      else shelf.set(key(channelId), text);
    },
  };
}
