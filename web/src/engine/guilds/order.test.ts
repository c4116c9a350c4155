import { expect, test } from "vitest";
import { moved } from "./order.ts";

test.each([
  ["b", 1, ["a", "c", "b"]],
  ["b", -1, ["b", "a", "c"]],
  ["a", -1, null],
  ["c", 1, null],
  ["x", 1, null],
] as const)("%s by %i", (id, step, expected) => {
  expect(moved(["a", "b", "c"], id, step)).toEqual(expected);
});
