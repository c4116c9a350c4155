import { expect, test } from "vitest";
import { compareIds, idTimeMs } from "./snowflake.ts";

test("ids compare by value, whatever their length", () => {
  const sorted = ["9", "10", "1536799520426295296", "1536799520426295297"];
  expect([...sorted].reverse().sort(compareIds)).toEqual(sorted);
  expect(compareIds("7", "7")).toBe(0);
});

test("an id tells when it was made", () => {
  expect(idTimeMs("175928847299117063")).toBe(1462015105796);
});
