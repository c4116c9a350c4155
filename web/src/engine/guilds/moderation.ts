/**
 * What one may do about a member, or about somebody who wrote and is gone. The server decides; this only keeps
 * away what it would refuse.
 *
 * - MO1  Only about those who stand lower than oneself.
 * - MO2  Whoever is no member any more can be banned, and nothing else.
 * - MO3  About oneself: what one is called.
 */
import type { Id } from "../wire.ts";
import type { GuildState } from "./guilds.ts";
import { HOME } from "./home.ts";
import {
  BAN_MEMBERS,
  CHANGE_NICKNAME,
  KICK_MEMBERS,
  MANAGE_NICKNAMES,
  MODERATE_MEMBERS,
  outranks,
  permissionsOf,
} from "./permissions.ts";

export const MODERATION_ACTS = ["nickname", "time-out", "kick", "ban"] as const;
export type ModerationAct = (typeof MODERATION_ACTS)[number];

const NEEDED: Record<ModerationAct, bigint> = {
  nickname: MANAGE_NICKNAMES,
  "time-out": MODERATE_MEMBERS,
  kick: KICK_MEMBERS,
  ban: BAN_MEMBERS,
};

export function actsAbout(guild: GuildState, self: Id, targetId: Id): ModerationAct[] {
  if (guild.id === HOME) return [];
  const may = permissionsOf(guild, self);
  if (self === targetId) return (may & (CHANGE_NICKNAME | MANAGE_NICKNAMES)) === 0n ? [] : ["nickname"];
  if (!outranks(guild, self, targetId)) return [];
  // In a guild of which not all are known, they may well be there.
  const isGone = guild.isWhole && !guild.members[targetId];
  return MODERATION_ACTS.filter((act) => (may & NEEDED[act]) !== 0n && (act === "ban" || !isGone));
}
