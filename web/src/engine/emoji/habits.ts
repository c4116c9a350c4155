/** Which emojis and which skin somebody used last, kept in this browser. */
import type { Shelf } from "../ports.ts";
import { TONES, type Tone } from "./catalog.ts";

const RECENT_KEY = "confab.emoji.recent";
const TONE_KEY = "confab.emoji.tone";
/** Three rows. */
export const RECENT_MAX = 24;
const GLYPH_LENGTH_MAX = 40;

/** The last one first. */
export function recentEmojis(shelf: Shelf): string[] {
  try {
    const kept: unknown = JSON.parse(shelf.get(RECENT_KEY) ?? "[]");
    if (!Array.isArray(kept)) return [];
    const isGlyph = (one: unknown) => typeof one === "string" && one.length <= GLYPH_LENGTH_MAX;
    return (kept.filter(isGlyph) as string[]).slice(0, RECENT_MAX);
  } catch {
    return [];
  }
}

export function rememberEmoji(shelf: Shelf, glyph: string): void {
  const others = recentEmojis(shelf).filter((one) => one !== glyph);
  shelf.set(RECENT_KEY, JSON.stringify([glyph, ...others].slice(0, RECENT_MAX)));
}

export function skinTone(shelf: Shelf): Tone {
  const kept = Number(shelf.get(TONE_KEY));
  return TONES.find((tone) => tone === kept) ?? 0;
}

export function keepSkinTone(shelf: Shelf, tone: Tone): void {
  shelf.set(TONE_KEY, String(tone));
}
