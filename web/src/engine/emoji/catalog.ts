/**
 * All emojis of Unicode: found by their names, in groups, in the skin that somebody chose. The data is
 * large and comes when it is first asked for.
 */
import type { CompactEmoji } from "emojibase";
import { outsideCode } from "../composing/outside-code.ts";

export interface EmojiEntry {
  glyph: string;
  /** Without colons; the first is the one that is shown. */
  codes: readonly string[];
  /** What it shows, in words, for search. */
  words: string;
  group: EmojiGroup;
  /** From the lightest to the darkest; empty where there is one only. */
  skins: readonly string[];
}

export const EMOJI_GROUPS = [
  "smileys",
  "people",
  "nature",
  "food",
  "travel",
  "activities",
  "objects",
  "symbols",
  "flags",
] as const;
export type EmojiGroup = (typeof EMOJI_GROUPS)[number];

/** 0 is the yellow that nobody chose; 1 to 5 from the lightest to the darkest. */
export const TONES = [0, 1, 2, 3, 4, 5] as const;
export type Tone = (typeof TONES)[number];

export interface Catalog {
  entries: readonly EmojiEntry[];
  byCode: ReadonlyMap<string, EmojiEntry>;
}

/** Emojibase counts the parts that others are made of as the third group. */
const GROUP_OF: Readonly<Record<number, EmojiGroup>> = {
  0: "smileys",
  1: "people",
  3: "nature",
  4: "food",
  5: "travel",
  6: "activities",
  7: "objects",
  8: "symbols",
  9: "flags",
};
const MODIFIER = /[\u{1F3FB}-\u{1F3FF}]/gu;
const FIRST_MODIFIER = 0x1f3fb;

let loading: Promise<Catalog> | null = null;
let loaded: Catalog | null = null;

export function loadCatalog(): Promise<Catalog> {
  loading ??= fetchCatalog().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** Null before it has been loaded. */
export function knownCatalog(): Catalog | null {
  return loaded;
}

async function fetchCatalog(): Promise<Catalog> {
  const [data, codes] = await Promise.all([
    import("emojibase-data/en/compact.json"),
    import("emojibase-data/en/shortcodes/github.json"),
  ]);
  loaded = buildCatalog(data.default, codes.default);
  return loaded;
}

type Shortcodes = Readonly<Record<string, string | readonly string[]>>;

export function buildCatalog(data: readonly CompactEmoji[], shortcodes: Shortcodes): Catalog {
  const entries = [...data]
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .flatMap((emoji) => entryOf(emoji, shortcodes) ?? []);
  const byCode = new Map(entries.flatMap((entry) => entry.codes.map((code) => [code, entry] as const)));
  return { entries, byCode };
}

function entryOf(emoji: CompactEmoji, shortcodes: Shortcodes): EmojiEntry | null {
  const group = GROUP_OF[emoji.group ?? -1];
  if (!group) return null;
  const known = shortcodes[emoji.hexcode] ?? emoji.label.toLowerCase().replace(/[^a-z0-9]+/g, "_");
  return {
    glyph: emoji.unicode,
    codes: typeof known === "string" ? [known] : known,
    words: [emoji.label, ...(emoji.tags ?? [])].join(" ").toLowerCase(),
    group,
    skins: TONES.slice(1).flatMap((tone) => skinOf(emoji, tone) ?? []),
  };
}

/** Where two people are shown, both have the same. */
function skinOf({ skins = [] }: CompactEmoji, tone: number): string | undefined {
  const modifier = String.fromCodePoint(FIRST_MODIFIER + tone - 1);
  return skins.find(({ unicode }) => (unicode.match(MODIFIER) ?? []).every((one) => one === modifier))
    ?.unicode;
}

export function inTone({ glyph, skins }: EmojiEntry, tone: Tone): string {
  return (tone === 0 ? undefined : skins[tone - 1]) ?? glyph;
}

/** The best first: what is called so, then what begins so, then what has to do with it. */
export function searchEmojis({ entries }: Catalog, query: string, max: number): EmojiEntry[] {
  const wanted = query.trim().toLowerCase().replace(/^:|:$/g, "");
  if (wanted === "") return [];
  const ranked = entries.map((entry) => ({ entry, rank: rankOf(entry, wanted) }));
  const found = ranked.filter(({ rank }) => rank > 0).sort((a, b) => b.rank - a.rank);
  return found.slice(0, max).map(({ entry }) => entry);
}

function rankOf({ codes, words }: EmojiEntry, wanted: string): number {
  if (codes.includes(wanted)) return 4;
  const begun = codes.filter((code) => code.startsWith(wanted)).map(({ length }) => length);
  // The shorter one says less that was not asked for.
  if (begun.length > 0) return 3 - Math.min(...begun) / 1_000;
  if (codes.some((code) => code.includes(wanted))) return 2;
  return ` ${words}`.includes(` ${wanted.replaceAll("_", " ")}`) ? 1 : 0;
}

const SHORTCODE = /:([\w+-]{1,60}):/g;

/** Whether something in it may be a shortcode. */
export function hasShortcode(text: string): boolean {
  return text.search(SHORTCODE) >= 0;
}

/** `:shortcodes:` as the emojis that they name; unknown ones stay, and code does. */
export function replaceShortcodes({ byCode }: Catalog, text: string, tone: Tone): string {
  const emojiOf = (whole: string, code: string) => {
    const entry = byCode.get(code);
    return entry ? inTone(entry, tone) : whole;
  };
  return outsideCode(text, (part) => part.replace(SHORTCODE, emojiOf));
}
