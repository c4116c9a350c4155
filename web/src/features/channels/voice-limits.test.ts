import { expect, test } from "vitest";
import { bitrateChoices, USER_LIMIT } from "./voice-limits.ts";

test("what is chosen is among the choices, in its place", () => {
  expect(bitrateChoices(64_000)).toContain(64_000);
  expect(bitrateChoices(70_000).slice(2, 4)).toEqual([64_000, 70_000]);
});

test("nobody to ninety-nine", () => {
  expect(["0", "99"].every((text) => USER_LIMIT.test(text))).toBe(true);
  expect(["", "100", "-1", "x", "1.5"].some((text) => USER_LIMIT.test(text))).toBe(false);
});
