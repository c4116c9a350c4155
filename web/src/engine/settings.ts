/**
 * What is kept with the account for all of its devices: any JSON, of which each reader takes what it knows.
 *
 * - KS1  Changes are heard in the order in which they were made. The answer to one of our own counts only
 *        where nothing was heard since it was asked for: it may be older than what was.
 * - KS2  What a mute says wrongly mutes nothing.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Cancel, Clock } from "./ports.ts";
import type { RestClient } from "./rest/client.ts";
import type { Id } from "./wire.ts";

export type Settings = Readonly<Record<string, unknown>>;

export interface KeptSettings {
  /** Null until the server has told of them. */
  store: StoreApi<Settings | null>;
  /** The guilds and channels that are muted now. */
  muted: StoreApi<ReadonlySet<Id>>;
  dispatch(name: string, data: unknown): void;
  /** Replaces these, where null takes one away. */
  change(patch: Settings): Promise<void>;
  close(): void;
}

/** Before the id of a guild, or what stands for one. */
export const NOTIFY = "notify:";

/** Timers of browsers take no more than some weeks; clocks are set. */
const LOOK_AGAIN_MS_MAX = 3_600_000;

export function createSettings(rest: RestClient, clock: Clock): KeptSettings {
  const store = createStore<Settings | null>(() => null);
  const muted = createStore<ReadonlySet<Id>>(() => new Set());
  let heard = 0;
  let cancelLook: Cancel = () => undefined;

  function become(settings: Settings): void {
    store.setState(settings, true);
    look();
  }

  function look(): void {
    cancelLook();
    const nowMs = clock.now();
    const { ids, nextMs } = readMutes(store.getState() ?? {}, nowMs);
    muted.setState(ids, true);
    if (nextMs === Number.POSITIVE_INFINITY) return;
    cancelLook = clock.after(Math.min(nextMs - nowMs, LOOK_AGAIN_MS_MAX), look);
  }

  return {
    store,
    muted,
    dispatch(name, data) {
      if (name !== "READY" && name !== "X_SETTINGS") return;
      heard += 1;
      become(asRecord((data as { settings?: unknown }).settings));
    },
    async change(body) {
      const before = heard;
      const settings = await rest.request<unknown>("PATCH", "/api/x/me/settings", {
        body,
        // Whoever chooses and leaves the page has chosen.
        keepalive: true,
      });
      if (heard === before) become(asRecord(settings));
    },
    close: () => cancelLook(),
  };
}

/** What is muted at a moment, and when the first of that ends. */
export function readMutes(settings: Settings, nowMs: number): { ids: Set<Id>; nextMs: number } {
  const ids = new Set<Id>();
  let nextMs = Number.POSITIVE_INFINITY;
  const note = (id: Id, choice: unknown) => {
    const until = mutedUntil(choice);
    if (until === undefined || (until !== null && until <= nowMs)) return;
    ids.add(id);
    if (until !== null) nextMs = Math.min(nextMs, until);
  };
  for (const [key, choice] of Object.entries(settings)) {
    if (!key.startsWith(NOTIFY)) continue;
    note(key.slice(NOTIFY.length), choice);
    for (const [id, one] of Object.entries(asRecord(asRecord(choice).channels))) note(id, one);
  }
  return { ids, nextMs };
}

/** Null: until it is turned on again. Undefined: it is not muted. KS2 */
export function mutedUntil(choice: unknown): number | null | undefined {
  const { muted_until: until } = asRecord(choice);
  return until === null || (typeof until === "number" && Number.isFinite(until)) ? until : undefined;
}

export function asRecord(value: unknown): Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Settings) : {};
}
