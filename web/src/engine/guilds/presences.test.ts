import { expect, test } from "vitest";
import { listPresences, NOBODY, textOf, withoutPresence, withPresences } from "./presences.ts";

const tuning = { user: { id: "1" }, status: "dnd" as const, activities: [{ type: 4, state: "Tuning" }] };

test("pr1 whoever goes offline is not listed and says nothing", () => {
  const there = withPresences(NOBODY, [tuning, { user: { id: "2" }, status: "online" }]);
  expect(there).toEqual({ statuses: { 1: "dnd", 2: "online" }, texts: { 1: "Tuning" } });
  expect(withPresences(there, [{ ...tuning, status: "offline" }])).toEqual({
    statuses: { 2: "online" },
    texts: {},
  });
  expect(withPresences(there, [{ ...tuning, activities: [] }]).texts).toEqual({});
  expect(withoutPresence(there, "1")).toEqual({ statuses: { 2: "online" }, texts: {} });
});

test("what is listed is understood again", () => {
  const there = withPresences(NOBODY, [tuning, { user: { id: "2" }, status: "idle" }]);
  expect(withPresences(NOBODY, listPresences(there))).toEqual(there);
});

test("a bot's game is no text", () => {
  const playing = { user: { id: "3" }, status: "online" as const, activities: [{ type: 0, state: "Lobby" }] };
  expect(textOf(playing)).toBeNull();
});
