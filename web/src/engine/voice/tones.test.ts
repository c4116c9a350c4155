import { expect, test } from "vitest";
import { toneFor } from "./tones.ts";

test.each([
  ["comes here", null, "11", "joined"],
  ["comes here from elsewhere", "12", "11", "joined"],
  ["goes", "11", null, "left"],
  ["moves on", "11", "12", "left"],
  ["mutes", "11", "11", false],
  ["is elsewhere", null, "12", false],
])("whoever %s is heard as it is", (_about, before, after, tone) => {
  expect(toneFor(before, after, "11")).toBe(tone);
});

test("who is in no room hears nobody come", () => {
  expect(toneFor(null, "11", null)).toBe(false);
});
