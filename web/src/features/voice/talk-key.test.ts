import { expect, test, vi } from "vitest";
import { isTalkKey, keyName, watchTalkKey } from "./talk-key.ts";

const BY_T = { opensBy: "key", key: "KeyT" } as const;

test("tk1 while somebody types, a key that writes does not talk", () => {
  expect(isTalkKey(BY_T, "KeyT", false)).toBe(true);
  expect(isTalkKey(BY_T, "KeyT", true)).toBe(false);
  expect(isTalkKey({ opensBy: "key", key: "AltRight" }, "AltRight", true)).toBe(true);
  expect(isTalkKey({ opensBy: "voice", key: "KeyT" }, "KeyT", false)).toBe(false);
  expect(isTalkKey(BY_T, "KeyR", false)).toBe(false);
});

test("a key that is held talks until it is let go, and once", () => {
  const push = vi.fn();
  const unwatch = watchTalkKey(() => BY_T, push);
  const press = (type: string, init: KeyboardEventInit = {}) =>
    dispatchEvent(new KeyboardEvent(type, { code: "KeyT", ...init }));
  press("keydown");
  press("keydown", { repeat: true });
  press("keyup", { code: "KeyR" });
  expect(push.mock.calls).toEqual([[true]]);
  press("keyup");
  // TK2
  press("keydown");
  dispatchEvent(new Event("blur"));
  expect(push.mock.calls).toEqual([[true], [false], [true], [false]]);
  unwatch();
  press("keydown");
  expect(push).toHaveBeenCalledTimes(4);
});

test("keys are called as they are written on the keyboard", () => {
  expect(["KeyT", "Digit5", "AltRight", "F9", "Space"].map(keyName)).toEqual([
    "T",
    "5",
    "Alt Right",
    "F9",
    "Space",
  ]);
});
