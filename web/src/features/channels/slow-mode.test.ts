import { expect, test } from "vitest";
import { SLOW_MODES_S, slowModeChoices, slowModeUnit } from "./slow-mode.ts";

test("one that was set by other means is offered too, once and in order", () => {
  expect(slowModeChoices(0)).toEqual([...SLOW_MODES_S]);
  expect(slowModeChoices(7).slice(0, 4)).toEqual([0, 5, 7, 10]);
});

test.each([
  [5, "second", 5],
  [60, "minute", 1],
  [90, "second", 90],
  [21_600, "hour", 6],
] as const)("%i seconds are called by their largest unit", (seconds, unit, count) => {
  expect(slowModeUnit(seconds)).toEqual({ unit, count });
});
