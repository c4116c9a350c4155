import { expect, test } from "vitest";
import { CHARTS, type Chart, linesOf, type Statistics, withGaps } from "./statistics.ts";

const statistics: Statistics = {
  span_seconds: 60,
  at: [60, 120, 300],
  series: [
    { name: "delivery_p50", mean: [1, null, 3], max: [2, null, 4] },
    { name: "delivery_p99", mean: [5, 6, 7], max: [8, 9, 10] },
  ],
};

const chart = (name: Chart["name"]) => {
  const found = CHARTS.find((known) => known.name === name);
  if (!found) throw new Error(name);
  return found;
};

test("a line is what lies in between, or the worst of it", () => {
  const { at, lines } = linesOf(statistics, chart("delivery"));
  expect(at).toEqual([60, 120, 300]);
  expect(lines).toEqual([
    [1, null, 3],
    [8, 9, 10],
  ]);
});

test("a series that the server does not keep is empty", () => {
  expect(linesOf(statistics, chart("memory")).lines).toEqual([[null, null, null]]);
});

test("no line bridges the time in which the server did not run", () => {
  const gapped = withGaps(linesOf(statistics, chart("delivery")), 60);
  expect(gapped.at).toEqual([60, 120, 180, 300]);
  expect(gapped.lines).toEqual([
    [1, null, null, 3],
    [8, 9, null, 10],
  ]);
  expect(withGaps({ at: [], lines: [[]] }, 60)).toEqual({ at: [], lines: [[]] });
});
