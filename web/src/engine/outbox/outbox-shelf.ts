/**
 * Where the outbox survives a reload: one row an entry, so that two tabs never overwrite each other.
 * The rows belong to one user; the next one to sign in here does not send them.
 *
 * - What is stored may have been damaged, or be another program's: each field is checked, and a row that
 *   is no entry is taken out and counted.
 */
import type { Shelf } from "../ports.ts";
import type { Id } from "../wire.ts";
import type { OutboxEntry, Reply } from "./outbox.ts";

const PREFIX = "confab.outbox";

/** The last moment that a `Date` can name. */
const MOMENT_MS_MAX = 8.64e15;

export interface OutboxShelf {
  load(): OutboxEntry[];
  /** As it is this moment; null when another tab took it out. */
  get(nonce: string): OutboxEntry | null;
  /** How many rows were taken out, since this was asked last, because they could not be read. */
  takeDamaged(): number;
  /** False when there is no room. */
  put(entry: OutboxEntry): boolean;
  remove(nonce: string): void;
  owns(key: string): boolean;
}

export function outboxShelf(shelf: Shelf, user: Id): OutboxShelf {
  const prefix = `${PREFIX}.${user}.`;
  let damaged = 0;

  function read(key: string): OutboxEntry[] {
    const text = shelf.get(key);
    // Another tab took it out just now.
    if (text === null) return [];
    const entry = readEntry(text);
    if (entry && key === prefix + entry.nonce) return [entry];
    damaged += 1;
    shelf.remove(key);
    return [];
  }

  return {
    load: () =>
      shelf
        .keys()
        .filter((key) => key.startsWith(prefix))
        .flatMap(read),
    get: (nonce) => readEntry(shelf.get(prefix + nonce) ?? ""),
    takeDamaged() {
      const taken = damaged;
      damaged = 0;
      return taken;
    },
    put: (entry) => shelf.set(prefix + entry.nonce, JSON.stringify(entry)),
    remove: (nonce) => shelf.remove(prefix + nonce),
    owns: (key) => key.startsWith(prefix),
  };
}

/** Null: it is no entry. */
function readEntry(text: string): OutboxEntry | null {
  const stored = parse(text);
  if (typeof stored !== "object" || stored === null) return null;
  const { nonce, channelId, content, writtenAtMs, order, refusal, tried } = stored as Record<string, unknown>;
  if (typeof nonce !== "string" || typeof content !== "string") return null;
  if (typeof channelId !== "string" || !/^\d{1,20}$/.test(channelId)) return null;
  if (!isMoment(writtenAtMs) || !isMoment(order)) return null;
  if (refusal !== null && typeof refusal !== "string") return null;
  const entry = { nonce, channelId, content, writtenAtMs, order, refusal, tried: tried === true };
  const reply = readReply((stored as Record<string, unknown>).reply);
  return reply ? { ...entry, reply } : entry;
}

function readReply(stored: unknown): Reply | null {
  if (typeof stored !== "object" || stored === null) return null;
  const { messageId, ping } = stored as Record<string, unknown>;
  if (typeof messageId !== "string" || !/^\d{1,20}$/.test(messageId)) return null;
  return { messageId, ping: ping === true };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Also an order: those are moments, or a little above. */
function isMoment(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= MOMENT_MS_MAX;
}
