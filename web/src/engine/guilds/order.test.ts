import { expect, test } from "vitest";
import { moved, putBeside } from "./order.ts";

test.each([
  ["b", 1, ["a", "c", "b"]],
  ["b", -1, ["b", "a", "c"]],
  ["a", -1, null],
  ["c", 1, null],
  ["x", 1, null],
] as const)("%s by %i", (id, step, expected) => {
  expect(moved(["a", "b", "c"], id, step)).toEqual(expected);
});

test.each([
  ["a", "after", "c", ["b", "c", "a"]],
  ["c", "before", "a", ["c", "a", "b"]],
  ["a", "before", "b", null],
  ["b", "after", "a", null],
  ["a", "after", "a", null],
  ["new", "after", "a", ["a", "new", "b", "c"]],
  ["a", "after", "x", null],
] as const)("%s is put %s %s", (id, side, other, expected) => {
  expect(putBeside(["a", "b", "c"], id, side, other)).toEqual(expected);
});
