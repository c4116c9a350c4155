/**
 * Where the outbox survives a reload: one row an entry, so that two tabs never overwrite each other.
 * The rows belong to one user; the next one to sign in here does not send them.
 */
import type { Shelf } from "../ports.ts";
import type { Id } from "../wire.ts";
import type { OutboxEntry } from "./outbox.ts";

const PREFIX = "confab.outbox";

export interface OutboxShelf {
  load(): OutboxEntry[];
  /** False when there is no room. */
  put(entry: OutboxEntry): boolean;
  remove(nonce: string): void;
  owns(key: string): boolean;
}

export function outboxShelf(shelf: Shelf, user: Id): OutboxShelf {
  const prefix = `${PREFIX}.${user}.`;
  return {
    load: () =>
      shelf
        .keys()
        .filter((key) => key.startsWith(prefix))
        .map((key) => readEntry(shelf.get(key)))
        .filter((entry) => entry !== null),
    put: (entry) => shelf.set(prefix + entry.nonce, JSON.stringify(entry)),
    remove: (nonce) => shelf.remove(prefix + nonce),
    owns: (key) => key.startsWith(prefix),
  };
}

function readEntry(text: string | null): OutboxEntry | null {
  try {
    const entry = JSON.parse(text ?? "null") as OutboxEntry | null;
    return entry && typeof entry.nonce === "string" && typeof entry.content === "string" ? entry : null;
  } catch {
    return null;
  }
}
