import { expect, test } from "vitest";
import { ada, bob, channel, EVERYONE_MAY, guildCreate, member, role } from "../testing/samples.ts";
import { type GuildState, NO_GUILDS, reduceGuilds } from "./guilds.ts";
import { permissionsOf, SEND_MESSAGES } from "./permissions.ts";
import { seenAs } from "./seen-as.ts";

const VIEW = String(1n << 10n);
const SEND = String(1n << 11n);

const data = guildCreate({
  owner_id: ada.id,
  roles: [
    role("1", { name: "@everyone", permissions: EVERYONE_MAY, position: 0 }),
    role("7", { name: "crew", permissions: "0", position: 1 }),
    role("8", { name: "guests", permissions: "0", position: 2 }),
  ],
  channels: [
    channel("10", { name: "general" }),
    channel("11", {
      name: "crew",
      permission_overwrites: [
        { id: "1", type: 0, allow: "0", deny: VIEW },
        { id: "7", type: 0, allow: VIEW, deny: SEND },
        { id: ada.id, type: 1, allow: VIEW, deny: "0" },
      ],
    }),
  ],
  members: [member(ada, ["7", "8"]), member(bob, ["8"])],
});
const guild = reduceGuilds(NO_GUILDS, { name: "GUILD_CREATE", data }, ada.id).guilds["1"] as GuildState;

const names = (roleId: string) =>
  Object.values(seenAs(guild, ada.id, roleId).channels).map(({ name }) => name);

test("sa2 only what the role opens is there, whoever owns the guild or is excepted", () => {
  expect(names("7")).toEqual(["general", "crew"]);
  expect(names("8")).toEqual(["general"]);
  expect(names("1")).toEqual(["general"]);
});

test("sa2 what one may do is what the role may", () => {
  const seen = seenAs(guild, ada.id, "7");
  expect(permissionsOf(seen, ada.id, seen.channels["11"]) & SEND_MESSAGES).toBe(0n);
  expect(permissionsOf(seen, ada.id, seen.channels["10"]) & SEND_MESSAGES).toBe(SEND_MESSAGES);
  expect(seen.members[bob.id]).toBe(guild.members[bob.id]);
});

test("one state of a guild has one sight, so that nothing is drawn anew", () => {
  expect(seenAs(guild, ada.id, "7")).toBe(seenAs(guild, ada.id, "7"));
  expect(seenAs(guild, ada.id, "8")).not.toBe(seenAs(guild, ada.id, "7"));
});
