import { expect, test } from "vitest";
import type { MemberSection, ShownMember } from "@/engine/guilds/arrange.ts";
import { user } from "@/engine/testing/samples.ts";
import { firstMembers } from "./first-members.ts";

const section = (key: string, count: number): MemberSection => ({
  key,
  title: { role: key },
  members: Array.from({ length: count }, (_, n): ShownMember => {
    return {
      user: user(`${key}${n}`, n),
      name: `${key}${n}`,
      status: "online",
      text: null,
      color: 0,
      isOwner: false,
    };
  }),
});
const sections = [section("a", 3), section("b", 4), section("c", 2)];

test.each([
  [0, []],
  [2, ["a 2 of 3"]],
  [3, ["a 3 of 3"]],
  [5, ["a 3 of 3", "b 2 of 4"]],
  [99, ["a 3 of 3", "b 4 of 4", "c 2 of 2"]],
])("the first %i", (limit, expected) => {
  const shown = firstMembers(sections, limit);
  expect(shown.map(({ key, members, total }) => `${key} ${members.length} of ${total}`)).toEqual(expected);
});
