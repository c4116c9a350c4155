import { expect, test } from "vitest";
import { retryWaitMs } from "./retry.ts";

test("ry1 it is tried soon, then less often, and not for ever", () => {
  const waits = Array.from({ length: 10 }, (_, at) => retryWaitMs(at + 1));
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000, 8_000, null, null]);
});
