import { expect, test } from "vitest";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { NO_GUILDS, reduceGuilds } from "@/engine/guilds/guilds.ts";
import { channel, guildCreate } from "@/engine/testing/samples.ts";
import { neighbourChannel } from "./neighbour.ts";

const data = guildCreate({
  channels: [
    channel("10", { position: 0 }),
    channel("11", { position: 1, type: 2 }),
    channel("12", { position: 2 }),
    channel("13", { position: 3 }),
  ],
});
const guild = reduceGuilds(NO_GUILDS, { name: "GUILD_CREATE", data }, "1").guilds["1"] as GuildState;

test.each([
  ["10", 1, "12"],
  ["12", -1, "10"],
  ["13", 1, "10"],
  ["10", -1, "13"],
  [null, 1, "10"],
  [null, -1, "13"],
] as const)("from %s by %i it is %s", (current, step, expected) => {
  expect(neighbourChannel(guild, current, step)).toBe(expected);
});

test("only those that count are stopped at", () => {
  expect(neighbourChannel(guild, "10", 1, (id) => id === "13")).toBe("13");
  expect(neighbourChannel(guild, "10", 1, () => false)).toBeNull();
  expect(neighbourChannel(guild, "10", 1, (id) => id === "10")).toBeNull();
});

test("without channels there is none", () => {
  expect(neighbourChannel({ ...guild, channels: {} }, null, 1)).toBeNull();
});
