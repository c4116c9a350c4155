import { expect, test } from "vitest";
import { retryWaitMs } from "./retry.ts";

test("ry1 it is tried soon, then less often, and for as long as it takes", () => {
  const waits = Array.from({ length: 6 }, (_, at) => retryWaitMs(at + 1));
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  expect(retryWaitMs(10_000)).toBe(15_000);
});
