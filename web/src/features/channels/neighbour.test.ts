import { expect, test } from "vitest";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { NO_GUILDS, reduceGuilds } from "@/engine/guilds/guilds.ts";
import { ada, bob, channel, guildCreate } from "@/engine/testing/samples.ts";
import { listedChannels, neighbourChannel } from "./neighbour.ts";

const data = guildCreate({
  channels: [
    channel("10", { position: 0 }),
    channel("11", { position: 1, type: 2 }),
    channel("12", { position: 2 }),
    channel("13", { position: 3 }),
  ],
});
const guild = reduceGuilds(NO_GUILDS, { name: "GUILD_CREATE", data }, "1").guilds["1"] as GuildState;

const listed = listedChannels(guild, {});

test.each([
  ["10", 1, "12"],
  ["12", -1, "10"],
  ["13", 1, "10"],
  ["10", -1, "13"],
  [null, 1, "10"],
  [null, -1, "13"],
] as const)("from %s by %i it is %s", (current, step, expected) => {
  expect(neighbourChannel(listed, current, step)).toBe(expected);
});

test("only those that count are stopped at", () => {
  expect(neighbourChannel(listed, "10", 1, (id) => id === "13")).toBe("13");
  expect(neighbourChannel(listed, "10", 1, () => false)).toBeNull();
  expect(neighbourChannel(listed, "10", 1, (id) => id === "10")).toBeNull();
});

test("without channels there is none", () => {
  expect(neighbourChannel([], null, 1)).toBeNull();
});

test("conversations are walked through as they stand in their list", () => {
  const direct = (id: string) => ({ ...channel(id, { type: 1, name: null }), recipients: [bob] });
  const ready = { guilds: [], user: ada, private_channels: [direct("20"), direct("21")] };
  const home = reduceGuilds(NO_GUILDS, { name: "READY", data: ready }, ada.id).guilds["@me"] as GuildState;
  expect(neighbourChannel(listedChannels(home, { "20": "99" }), "20", 1)).toBe("21");
  expect(listedChannels(home, { "20": "99" }).map(({ id }) => id)).toEqual(["20", "21"]);
});
