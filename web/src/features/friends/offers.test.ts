import { expect, test } from "vitest";
import { BLOCKED, FRIEND, INCOMING, OUTGOING } from "@/engine/friends.ts";
import { offersFor } from "./offers.ts";

test.each([
  ["a stranger", undefined, ["add", "block"]],
  ["a friend", FRIEND, ["remove", "block"]],
  ["one who asked", INCOMING, ["accept", "decline", "block"]],
  ["one who was asked", OUTGOING, ["withdraw", "block"]],
  ["one who is blocked", BLOCKED, ["unblock"]],
  ["what a newer server knows", 9, []],
])("%s", (_who, type, labels) => {
  expect(offersFor(type).map(({ label }) => label)).toEqual(labels);
});

test("a bot is blocked and unblocked, and not asked", () => {
  expect([undefined, BLOCKED].map((type) => offersFor(type, true)[0]?.label)).toEqual(["block", "unblock"]);
  expect(offersFor(undefined, true)).toHaveLength(1);
});
