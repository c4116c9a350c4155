import { expect, test } from "vitest";
import { FakeShelf } from "../testing/fake-ports.ts";
import {
  hasShortcode,
  inTone,
  knownCatalog,
  loadCatalog,
  replaceShortcodes,
  searchEmojis,
  TONES,
} from "./catalog.ts";
import { keepSkinTone, RECENT_MAX, recentEmojis, rememberEmoji, skinTone } from "./habits.ts";

test("the data is loaded once, and every emoji has a code, a group and no more than five skins", async () => {
  expect(knownCatalog()).toBeNull();
  const catalog = await loadCatalog();
  expect(knownCatalog()).toBe(catalog);
  expect(await loadCatalog()).toBe(catalog);
  expect(catalog.entries.length).toBeGreaterThan(1_800);
  for (const { codes, skins, glyph } of catalog.entries) {
    expect(codes.length, glyph).toBeGreaterThan(0);
    expect([0, 5], glyph).toContain(skins.length);
  }
  expect(new Set(catalog.entries.map(({ group }) => group)).size).toBe(9);
});

test("the best stands first", async () => {
  const catalog = await loadCatalog();
  const glyphs = (query: string, max = 5) => searchEmojis(catalog, query, max).map(({ glyph }) => glyph);
  expect([glyphs("fire")[0], glyphs("fir")[0]]).toEqual(["🔥", "🔥"]);
  expect(glyphs(":+1:")[0]).toBe("👍️");
  expect(glyphs("lol").length).toBeGreaterThan(0);
  expect(glyphs("heart", 3)).toHaveLength(3);
  expect([glyphs(""), glyphs("no such thing")]).toEqual([[], []]);
});

test("skins are chosen, and what has none stays", async () => {
  const { byCode } = await loadCatalog();
  const wave = byCode.get("wave");
  const fire = byCode.get("fire");
  expect(wave && TONES.map((tone) => inTone(wave, tone))).toEqual([
    "👋",
    "👋🏻",
    "👋🏼",
    "👋🏽",
    "👋🏾",
    "👋🏿",
  ]);
  expect(fire && inTone(fire, 3)).toBe("🔥");
});

test("shortcodes become emojis, unknown ones stay", async () => {
  const catalog = await loadCatalog();
  expect(replaceShortcodes(catalog, "a :fire: :wave: `:fire:` :nothing_such: 10:30:45", 5)).toBe(
    "a 🔥 👋🏿 `:fire:` :nothing_such: 10:30:45",
  );
  expect(["hot :fire:", "https://a.example", "so: what"].map(hasShortcode)).toEqual([true, false, false]);
});

test("what was used last stands first, each once, and not without end", () => {
  const shelf = new FakeShelf();
  for (let n = 0; n < RECENT_MAX + 5; n += 1) rememberEmoji(shelf, String.fromCodePoint(0x1f600 + n));
  rememberEmoji(shelf, "🔥");
  rememberEmoji(shelf, "😶");
  rememberEmoji(shelf, "🔥");
  expect(recentEmojis(shelf)).toHaveLength(RECENT_MAX);
  expect(recentEmojis(shelf).slice(0, 2)).toEqual(["🔥", "😶"]);
  shelf.set("confab.emoji.recent", "{");
  expect(recentEmojis(shelf)).toEqual([]);
  shelf.set("confab.emoji.recent", '{"a":1}');
  expect(recentEmojis(shelf)).toEqual([]);
});

test("the chosen skin is kept, nonsense is none", () => {
  const shelf = new FakeShelf();
  expect(skinTone(shelf)).toBe(0);
  keepSkinTone(shelf, 4);
  expect(skinTone(shelf)).toBe(4);
  shelf.set("confab.emoji.tone", "99");
  expect(skinTone(shelf)).toBe(0);
});
