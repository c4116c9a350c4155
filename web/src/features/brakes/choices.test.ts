import { expect, test } from "vitest";
import { choicesWith, inUnits } from "./choices.ts";

test("a brake that somebody set otherwise is among the choices, in its place", () => {
  expect(choicesWith([0, 3, 10], 3)).toEqual([0, 3, 10]);
  expect(choicesWith([0, 3, 10], 7)).toEqual([0, 3, 7, 10]);
});

test("an age is told in the largest unit that fits without a rest", () => {
  const told = [604_800, 7_200, 90, 60, 86_401].map(inUnits);
  expect(told).toEqual([
    { unit: "days", count: 7 },
    { unit: "hours", count: 2 },
    { unit: "seconds", count: 90 },
    { unit: "minutes", count: 1 },
    { unit: "seconds", count: 86_401 },
  ]);
});
