import { expect, test } from "vitest";
import { expireTyping, nextExpiryMs, shouldNotify, typingEnded, typingStarted } from "./typing.ts";

test("somebody types for ten seconds after they were last heard of", () => {
  const once = typingStarted({}, "10", "1", 0);
  const twice = typingStarted(typingStarted(once, "10", "2", 3_000), "10", "1", 4_000);
  expect(nextExpiryMs(twice)).toBe(13_000);
  expect(expireTyping(twice, 13_000)).toEqual({ "10": { "1": 14_000 } });
  expect(expireTyping(twice, 14_000)).toEqual({});
  expect(nextExpiryMs({})).toBeNull();
});

test("a message ends its author's typing", () => {
  const state = typingStarted({}, "10", "1", 0);
  expect(typingEnded(state, "10", "1")).toEqual({ "10": {} });
  expect(typingEnded(state, "10", "2")).toBe(state);
});

test("the others are told at most every eight seconds", () => {
  expect(shouldNotify(undefined, 0)).toBe(true);
  expect(shouldNotify(0, 7_999)).toBe(false);
  expect(shouldNotify(0, 8_000)).toBe(true);
});
