import { expect, test } from "vitest";
import { GUILD_IN_TESTS } from "../testing/guild.ts";
import { suggestChannels, suggestMentions } from "./suggestions.ts";

const inserts = (query: string, mayPing = false) =>
  suggestMentions(GUILD_IN_TESTS, query, mayPing).map(({ insert }) => insert);

test("what begins so stands before what contains it", () => {
  expect(inserts("a")).toEqual(["@ada"]);
  expect(inserts("ted")).toEqual(["@dot.ted"]);
  expect(inserts("b")).toEqual(["@bob"]);
  expect(inserts("")).toHaveLength(3);
});

test("roles and everybody are offered to whoever may notify them", () => {
  expect(inserts("keep")).toEqual([]);
  expect(inserts("keep", true)).toEqual(["@Keepers", "@Keepers Old"]);
  expect(inserts("every", true)).toEqual(["@everyone"]);
});

test("channels are offered by name", () => {
  expect(suggestChannels(GUILD_IN_TESTS, "room").map(({ insert }) => insert)).toEqual(["#engine-room"]);
});
