/** A guild with people, roles and channels whose names are alike. */

import type { GuildState } from "../guilds/guilds.ts";
import { NO_GUILDS, reduceGuilds } from "../guilds/guilds.ts";
import { channel, guildCreate, member, role, user } from "./samples.ts";

const PEOPLE = [
  { ...user("ada"), id: "1" },
  { ...user("bob"), id: "2" },
  { ...user("dot.ted"), id: "3" },
];

const DATA = guildCreate({
  roles: [role("1"), role("7", { name: "Keepers" }), role("8", { name: "Keepers Old" })],
  channels: [channel("10", { name: "general" }), channel("12", { name: "engine-room" })],
  members: PEOPLE.map((one) => member(one)),
});

export const GUILD_IN_TESTS = reduceGuilds(NO_GUILDS, { name: "GUILD_CREATE", data: DATA }, "1").guilds[
  "1"
] as GuildState;
