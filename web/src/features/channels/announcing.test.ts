import { expect, test } from "vitest";
import { NO_GUILDS, reduceGuilds } from "@/engine/guilds/guilds.ts";
import {
  ADMINISTRATOR,
  MANAGE_MESSAGES,
  permissionsOf,
  SEND_MESSAGES,
  VIEW_CHANNEL,
} from "@/engine/guilds/permissions.ts";
import { ada, bob, channel, guildCreate, member, role, user } from "@/engine/testing/samples.ts";
import { CHANNEL_ANNOUNCEMENTS, CHANNEL_CATEGORY } from "@/engine/wire.ts";
import { announcingOverwrites } from "./announcing.ts";

const [cleo, dan] = [user("cleo", 3), user("dan", 4)];
const hidden = { id: "1", type: 0, allow: "0", deny: String(VIEW_CHANNEL) };
const seenByCleo = { id: cleo.id, type: 1, allow: String(VIEW_CHANNEL), deny: "0" };
const category = channel("5", { type: CHANNEL_CATEGORY, permission_overwrites: [hidden, seenByCleo] });
const data = guildCreate({
  roles: [
    role("1", { name: "@everyone", permissions: String(VIEW_CHANNEL | SEND_MESSAGES) }),
    role("7", { name: "Keepers", permissions: String(MANAGE_MESSAGES) }),
    role("8", { name: "Admins", permissions: String(ADMINISTRATOR | MANAGE_MESSAGES) }),
  ],
  channels: [category],
  members: [member(ada), member(bob), member(cleo), member(dan, ["7"])],
});
const guild = reduceGuilds(NO_GUILDS, { name: "GUILD_CREATE", data }, ada.id).guilds["1"];
if (!guild) throw new Error("the guild is missing");

const writes = (id: string, categoryId: string | null) => {
  const permission_overwrites = announcingOverwrites(guild, categoryId);
  const made = channel("10", { type: CHANNEL_ANNOUNCEMENTS, permission_overwrites });
  return (permissionsOf(guild, id, made) & SEND_MESSAGES) !== 0n;
};

test("whoever may delete messages of others writes, and nobody else but the owner", () => {
  expect([ada, bob, cleo, dan].map(({ id }) => writes(id, null))).toEqual([false, true, false, true]);
  expect(announcingOverwrites(guild, null).map(({ id }) => id)).toEqual(["7", "1"]);
});

test("who sees the category sees the channel, and nobody else does", () => {
  const made = channel("10", { permission_overwrites: announcingOverwrites(guild, "5") });
  const sees = ({ id }: { id: string }) => (permissionsOf(guild, id, made) & VIEW_CHANNEL) !== 0n;
  expect([ada, cleo].map(sees)).toEqual([false, true]);
  expect(writes(cleo.id, "5")).toBe(false);
});
