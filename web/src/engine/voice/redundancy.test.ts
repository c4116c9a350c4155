import { expect, test } from "vitest";
import { createRedundancy } from "./redundancy.ts";

test("rd1 loss begins it, and it goes on for a while after the last of it", () => {
  let nowMs = 0;
  const redundancy = createRedundancy({ now: () => nowMs });
  const steps: [number, number | null, boolean, boolean][] = [
    [0, null, false, false],
    [2_000, 0.9, false, false],
    [4_000, 1, true, true],
    [6_000, 20, false, true],
    [35_000, null, false, true],
    [36_000, 0, true, false],
    [38_000, 0, false, false],
    [40_000, 5, true, true],
  ];
  for (const [atMs, lost, isOther, isWanted] of steps) {
    nowMs = atMs;
    expect([atMs, redundancy.note(lost), redundancy.isWanted()]).toEqual([atMs, isOther, isWanted]);
  }
});
