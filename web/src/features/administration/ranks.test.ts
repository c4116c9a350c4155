import { expect, test } from "vitest";
import { actsOn, INSTANCE_ROLES, rolesBelow, rolesToGive } from "./ranks.ts";

test("nobody acts on an equal or a higher one", () => {
  for (const [at, own] of INSTANCE_ROLES.entries()) {
    for (const other of INSTANCE_ROLES.slice(at)) {
      expect(actsOn(own, other), `${own} on ${other}`).toBe(false);
      expect(rolesToGive(own, other), `${own} to ${other}`).toEqual([]);
    }
  }
  expect(actsOn("user", "user")).toBe(false);
  expect(actsOn("moderator", "user")).toBe(true);
});

test("a role is given from above, but for owners, who make others owners", () => {
  expect(rolesToGive("moderator", "user")).toEqual([]);
  expect(rolesToGive("admin", "user")).toEqual(["user", "moderator"]);
  expect(rolesToGive("owner", "admin")).toEqual(INSTANCE_ROLES);
  expect(rolesBelow("admin")).toEqual(["user", "moderator"]);
  expect(rolesBelow("user")).toEqual([]);
});
