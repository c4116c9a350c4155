import { expect, test } from "vitest";
import { user } from "@/engine/testing/samples.ts";
import { matching, toggled } from "./picking.ts";

test("people are found by the beginning of any word of their name", () => {
  const people = [
    { ...user("ada", 1), global_name: "Ada Lovelace" },
    user("bob", 2),
    { ...user("dot.ted", 3), global_name: "Dot" },
  ];
  const found = (typed: string) => matching(people, typed).map(({ username }) => username);
  expect(found("")).toEqual(["ada", "bob", "dot.ted"]);
  expect(found(" LOVE")).toEqual(["ada"]);
  expect(found("ada lov")).toEqual(["ada"]);
  expect(found("dot.t")).toEqual(["dot.ted"]);
  expect(found("velace")).toEqual([]);
});

test("once more takes back, and beyond the most nobody is added", () => {
  expect(toggled([], "1", 2)).toEqual(["1"]);
  expect(toggled(["1", "2"], "1", 2)).toEqual(["2"]);
  expect(toggled(["1", "2"], "3", 2)).toEqual(["1", "2"]);
});
