import { expect, test } from "vitest";
import { user } from "@/engine/testing/samples.ts";
import { findBans } from "./find-bans.ts";

test("a ban is found by a part of either name, however it is written, and all by nothing", () => {
  const zoe = { reason: null, user: { ...user("zoe_x", 3), global_name: "Zoë" } };
  const yan = { reason: "loud", user: user("yan", 4) };
  const cases = [
    ["", [zoe, yan]],
    ["  ", [zoe, yan]],
    ["OE_", [zoe]],
    ["zoë", [zoe]],
    [" an", [yan]],
    ["loud", []],
  ] as const;
  for (const [typed, found] of cases) expect([typed, findBans([zoe, yan], typed)]).toEqual([typed, found]);
});
