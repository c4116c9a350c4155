import { expect, test } from "vitest";
import { createViews } from "./views.ts";

const view = (guild_id: string, ...ranges: [number, number][]) => ({ guild_id, ranges });

test("what all tabs show of a guild is asked for together, the last one that moved first", () => {
  const views = createViews();
  expect(views.show("a", view("1", [0, 49]))).toEqual(view("1", [0, 49]));
  expect(views.show("b", view("1", [200, 249]))).toEqual(view("1", [200, 249], [0, 49]));
  expect(views.show("c", view("2", [0, 49]))).toEqual(view("2", [0, 49]));
  expect(views.show("a", view("1", [0, 99]))).toEqual(view("1", [0, 99], [200, 249]));
  expect(views.show("b", view("1", [50, 99]))).toEqual(view("1", [50, 99], [0, 99]));
  expect(views.show("a", view("1", [40, 120]))).toEqual(view("1", [40, 120]));
});

test("a tab that goes takes its rows along", () => {
  const views = createViews();
  views.show("a", view("1", [0, 49]));
  views.show("b", view("1", [50, 99]));
  views.show("a", view("2", [0, 49]));
  expect(views.leave("a")).toEqual([view("1", [50, 99]), view("2")]);
  expect(views.leave("a")).toEqual([]);
  views.clear();
  expect(views.leave("b")).toEqual([]);
});

test("more rows than the server takes are not asked for", () => {
  const views = createViews();
  for (let tab = 0; tab < 8; tab += 1) views.show(`${tab}`, view("1", [tab * 200, tab * 200 + 199]));
  const { ranges } = views.show("8", view("1", [5_000, 5_049]));
  expect(ranges).toEqual([
    [5_000, 5_049],
    [1_400, 1_599],
    [1_200, 1_399],
    [1_000, 1_199],
  ]);
});
