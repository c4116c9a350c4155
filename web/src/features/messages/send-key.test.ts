import { expect, test } from "vitest";
import { type EnterPress, sends } from "./send-key.ts";

const press = (part: Partial<EnterPress> = {}): EnterPress => ({
  key: "Enter",
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  isComposing: false,
  keyCode: 13,
  ...part,
});

test.each([
  ["en1 Enter sends", press(), false, true],
  ["en1 with Shift it begins a line", press({ shiftKey: true }), false, false],
  ["en1 another key does not", press({ key: "a", keyCode: 65 }), false, false],
  ["en2 on a touch screen Enter begins a line", press(), true, false],
  ["en2 with Ctrl it sends there too", press({ ctrlKey: true }), true, true],
  ["en2 with Command it sends there too", press({ metaKey: true }), true, true],
  ["en3 never while a word is composed", press({ isComposing: true }), false, false],
  ["en3 nor by the key that ends it", press({ keyCode: 229 }), false, false],
  ["en3 nor with Ctrl on a touch screen", press({ keyCode: 229, ctrlKey: true }), true, false],
])("%s", (_, pressed, isTouch, sent) => {
  expect(sends(pressed, isTouch)).toBe(sent);
});
