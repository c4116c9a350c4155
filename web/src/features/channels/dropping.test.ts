import { expect, test } from "vitest";
import { type GuildState, NO_GUILDS, reduceGuilds } from "@/engine/guilds/guilds.ts";
import { ada, channel, guildCreate } from "@/engine/testing/samples.ts";
import type { Channel } from "@/engine/wire.ts";
import { mayDropOn, placesAfterDrop } from "./dropping.ts";

const data = guildCreate({
  channels: [
    channel("10", { name: "general", position: 0 }),
    channel("11", { name: "random", position: 1 }),
    channel("12", { name: "Lounge", type: 2, position: 0 }),
    channel("20", { name: "Work", type: 4, position: 0 }),
    channel("21", { name: "plans", parent_id: "20", position: 0 }),
    channel("30", { name: "Play", type: 4, position: 1 }),
  ],
});
const guild = reduceGuilds(NO_GUILDS, { name: "GUILD_CREATE", data }, ada.id).guilds["1"] as GuildState;
const at = (id: string) => guild.channels[id] as Channel;
const dropped = (id: string, side: "before" | "after", on: string) =>
  placesAfterDrop(guild, at(id), side, at(on));

test("beside one of its section a channel changes places, and what stands there already does not", () => {
  expect(dropped("11", "before", "10")).toEqual([
    { id: "11", position: 0 },
    { id: "10", position: 1 },
  ]);
  expect(dropped("11", "after", "10")).toBeNull();
});

test("beside one of another section it moves there", () => {
  expect(dropped("10", "after", "21")).toEqual([
    { id: "21", position: 0 },
    { id: "10", position: 1, parent_id: "20" },
  ]);
  expect(dropped("21", "before", "10")?.[0]).toEqual({ id: "21", position: 0, parent_id: null });
});

test("on a category's title it goes to its end, and a category beside it", () => {
  expect(dropped("12", "before", "30")).toEqual([{ id: "12", position: 0, parent_id: "30" }]);
  expect(dropped("21", "after", "20")).toBeNull();
  expect(dropped("30", "before", "20")).toEqual([
    { id: "30", position: 0 },
    { id: "20", position: 1 },
  ]);
});

test("voice does not go among text, nor a category into anything", () => {
  expect(mayDropOn(at("12"), at("10"))).toBe(false);
  expect(mayDropOn(at("20"), at("10"))).toBe(false);
  expect(mayDropOn(at("12"), at("20"))).toBe(true);
});
