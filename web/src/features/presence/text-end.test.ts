import { expect, test } from "vitest";
import { endOf } from "./text-end.ts";

test("a text ends after its time, at midnight, or never", () => {
  const now = new Date(2026, 10, 30, 23, 15);
  expect(endOf("halfHour", now)).toEqual(new Date(2026, 10, 30, 23, 45));
  expect(endOf("fourHours", now)).toEqual(new Date(2026, 11, 1, 3, 15));
  expect(endOf("day", now)).toEqual(new Date(2026, 11, 1));
  expect(endOf("never", now)).toBeNull();
  expect(endOf("kept", now, 5)).toEqual(new Date(5));
});
