/** How somebody chose to appear on all of their devices, as their settings have it. */
import type { Settings } from "./settings.ts";
import { asRecord } from "./settings.ts";

export const CHOSEN_STATUSES = ["online", "idle", "dnd", "invisible"] as const;

export type ChosenStatus = (typeof CHOSEN_STATUSES)[number];

export interface OwnPresence {
  status: ChosenStatus;
  /** Beside the name; null is none. */
  text: string | null;
  /** When the text ends by itself, in Unix milliseconds. */
  textEndsMs: number | null;
}

/** What is wrong is as if it was not chosen. */
export function readOwnPresence(settings: Settings | null, nowMs: number): OwnPresence {
  const { status, custom_status: custom } = asRecord(settings);
  const { text, expires_at: end } = asRecord(custom);
  const endsMs = typeof end === "string" ? Date.parse(end) : Number.NaN;
  const isShown = typeof text === "string" && !(endsMs <= nowMs);
  return {
    status: CHOSEN_STATUSES.find((known) => known === status) ?? "online",
    text: isShown ? text : null,
    textEndsMs: isShown && !Number.isNaN(endsMs) ? endsMs : null,
  };
}
