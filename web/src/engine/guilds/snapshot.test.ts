import { expect, test } from "vitest";
import { ada, channel, guildCreate, member, role } from "../testing/samples.ts";
import { NO_GUILDS, reduceGuilds } from "./guilds.ts";
import { toGuildCreate } from "./snapshot.ts";

test("gu1 a guild told again is the same guild, with its newest messages", () => {
  const data = guildCreate({ members: [member(ada, ["7"])], roles: [role("7")], member_count: 9 });
  const state = reduceGuilds(NO_GUILDS, { name: "GUILD_CREATE", data }, ada.id);
  const guild = state.guilds["1"];
  if (!guild) throw new Error("the guild is not there");
  const again = toGuildCreate(guild, {});
  expect(reduceGuilds(NO_GUILDS, { name: "GUILD_CREATE", data: again }, ada.id)).toEqual(state);
  const newest = toGuildCreate(guild, { "10": "55" });
  expect(newest.channels[0]).toEqual(channel("10", { name: "general", last_message_id: "55" }));
});
