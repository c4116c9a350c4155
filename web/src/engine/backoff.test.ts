import { expect, test } from "vitest";
import { backoffMs } from "./backoff.ts";

test("waits double up to the cap, the upper half of them by chance", () => {
  const options = { capMs: 15_000 };
  expect([0, 1, 2, 3, 10, 1000].map((attempt) => backoffMs(attempt, 0, options))).toEqual([
    250, 500, 1000, 2000, 7500, 7500,
  ]);
  expect(backoffMs(0, 0.999, options)).toBe(500);
});
