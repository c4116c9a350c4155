import { expect, test } from "vitest";
import { role } from "@/engine/testing/samples.ts";
import { exceptionChanged, isSameException, roleChanges } from "./changes.ts";

const base = role("7", { name: "Keepers", permissions: "6" });

test("rc1 of a role only what was changed is sent", () => {
  expect(roleChanges(base, base, base)).toEqual({});
  expect(roleChanges(base, { ...base, color: 255, mentionable: true }, base)).toEqual({
    color: 255,
    mentionable: true,
  });
  const renamed = { ...base, name: "Others", hoist: true };
  expect(roleChanges(base, { ...base, name: " Keepers " }, renamed)).toEqual({});
  const saved = { ...base, name: "Keepers " };
  expect(roleChanges(saved, saved, renamed)).toEqual({});
});

test("rc1 permissions that somebody else changed meanwhile stay as they are now", () => {
  const now = { ...base, permissions: "14" };
  expect(roleChanges(base, { ...base, permissions: "5" }, now)).toEqual({ permissions: "13" });
});

test("rc1 so do those of an exception", () => {
  const began = { allow: 1n, deny: 2n };
  const now = { allow: 9n, deny: 6n };
  expect(exceptionChanged(began, { allow: 0n, deny: 3n }, now)).toEqual({ allow: 8n, deny: 7n });
  expect([isSameException(began, { ...began }), isSameException(began, now)]).toEqual([true, false]);
});
