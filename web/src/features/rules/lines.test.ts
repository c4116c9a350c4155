import { expect, test } from "vitest";
import { linesOf } from "./lines.ts";

test("a list has no empty lines, and no spaces round its words", () => {
  expect(linesOf(" one\n\n  two words \n")).toEqual(["one", "two words"]);
  expect(linesOf("\n")).toEqual([]);
});
