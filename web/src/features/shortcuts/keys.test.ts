import { expect, test } from "vitest";
import { GLOBAL, keysOf, type PressedKey, pressed, SHORTCUTS } from "./keys.ts";

const none = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };
const key = (name: string, held: Partial<PressedKey> = {}): PressedKey => ({ ...none, key: name, ...held });

test.each([
  ["control and K is the switcher", key("k", { ctrlKey: true }), "switcher"],
  ["caps lock does not matter", key("K", { ctrlKey: true }), "switcher"],
  ["a question mark needs Shift on most keyboards", key("?", { shiftKey: true }), "shortcuts"],
  ["and on some it does not", key("?"), "shortcuts"],
  ["alt and an arrow is the next channel", key("ArrowDown", { altKey: true }), "channelDown"],
  ["with Shift it is another one", key("ArrowDown", { altKey: true, shiftKey: true }), "unreadDown"],
  ["K alone is a letter", key("k"), null],
  ["a further modifier is another shortcut", key("k", { ctrlKey: true, altKey: true }), null],
  ["the system's key is not ours", key("k", { metaKey: true }), null],
  ["what belongs to a control is left to it", key("Enter"), null],
])("%s", (_, event, id) => {
  expect(pressed(event, false, false)).toBe(id);
});

test("k1 while somebody types, letters are letters", () => {
  expect(pressed(key("?", { shiftKey: true }), false, true)).toBeNull();
  expect(pressed(key("/"), false, true)).toBeNull();
  expect(pressed(key("k", { ctrlKey: true }), false, true)).toBe("switcher");
  expect(pressed(key("ArrowUp", { altKey: true }), false, true)).toBe("channelUp");
});

test("k2 on Apple's machines it is Command", () => {
  expect(pressed(key("k", { metaKey: true }), true, false)).toBe("switcher");
  expect(pressed(key("k", { ctrlKey: true }), true, false)).toBeNull();
  expect([keysOf("mod+k", true), keysOf("mod+k", false)]).toEqual([
    ["Command", "k"],
    ["Control", "k"],
  ]);
  expect(keysOf("Alt+ArrowUp", true)).toEqual(["Option", "ArrowUp"]);
});

test("no two shortcuts of one place have the same keys, and each global one is listed", () => {
  const all = SHORTCUTS.flatMap(({ shortcuts }) => shortcuts);
  for (const { shortcuts } of SHORTCUTS) {
    const ways = shortcuts.flatMap((shortcut) => shortcut.ways);
    expect(new Set(ways).size).toBe(ways.length);
  }
  expect(GLOBAL.filter((id) => !all.some((shortcut) => shortcut.id === id))).toEqual([]);
});
