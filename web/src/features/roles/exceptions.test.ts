import { expect, test } from "vitest";
import { channel } from "@/engine/testing/samples.ts";
import { exceptionOf, permissionsIn, stanceOf, withStance } from "./exceptions.ts";

const VIEW = 1n << 10n;
const UNLISTED = 1n << 60n;

test("a channel without an exception leaves everything as the role has it", () => {
  expect(exceptionOf(channel("10"), "7")).toEqual({ allow: 0n, deny: 0n });
});

test("each stance is one of three, and bits that are not listed stay", () => {
  const permission_overwrites = [{ id: "7", type: 0, allow: String(UNLISTED), deny: String(VIEW) }];
  const found = exceptionOf(channel("10", { permission_overwrites }), "7");
  expect(stanceOf(found, VIEW)).toBe("deny");
  const allowed = withStance(found, VIEW, "allow");
  expect([stanceOf(allowed, VIEW), allowed]).toEqual(["allow", { allow: UNLISTED | VIEW, deny: 0n }]);
  const left = withStance(allowed, VIEW, "inherit");
  expect([stanceOf(left, VIEW), left]).toEqual(["inherit", { allow: UNLISTED, deny: 0n }]);
});

test("each kind of channel has its own permissions", () => {
  const ids = (type: number) => permissionsIn(type).map(({ id }) => id);
  expect(ids(0)).toContain("sendMessages");
  expect(ids(0)).not.toContain("speak");
  expect(ids(2)).toContain("speak");
  expect(ids(2)).not.toContain("sendMessages");
  expect(ids(4)).toEqual(expect.arrayContaining(["speak", "sendMessages", "viewChannel"]));
  expect(ids(0)).not.toContain("kickMembers");
});
