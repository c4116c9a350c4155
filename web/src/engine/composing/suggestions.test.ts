import { expect, test } from "vitest";
import { createHome } from "../guilds/home.ts";
import { GUILD_IN_TESTS } from "../testing/guild.ts";
import { ada, bob, channel, user } from "../testing/samples.ts";
import { CHANNEL_DIRECT, CHANNEL_GROUP, type User } from "../wire.ts";
import { suggestChannels, suggestMentions } from "./suggestions.ts";

const inserts = (query: string, mayPing = false) =>
  suggestMentions(GUILD_IN_TESTS, query, mayPing, "10").map(({ insert }) => insert);

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

test("in a group those who are in it are offered, and in a conversation of two nobody", () => {
  const [cleo, dan] = [user("cleo", 3), user("dan", 4)];
  const at = (id: string, type: number, recipients: User[]) => ({ ...channel(id, { type }), recipients });
  const home = createHome({
    user: ada,
    private_channels: [
      at("20", CHANNEL_GROUP, [bob, cleo]),
      at("21", CHANNEL_DIRECT, [bob]),
      at("22", CHANNEL_GROUP, [dan]),
    ],
  });
  const offered = (id: string, query: string) =>
    suggestMentions(home, query, false, id).map(({ label }) => label);
  expect(offered("20", "")).toEqual(["bob", "cleo"]);
  expect(offered("20", "c")).toEqual(["cleo"]);
  expect(offered("21", "")).toEqual([]);
});

test("channels are offered by name", () => {
  expect(suggestChannels(GUILD_IN_TESTS, "room").map(({ insert }) => insert)).toEqual(["#engine-room"]);
});
