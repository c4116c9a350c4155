/**
 * What one may do about a member. The server decides; this only keeps away what it would refuse.
 *
 * - MO1  Only about those who stand lower than oneself.
 * - MO2  Nothing is done about whoever is no member any more.
 */
import type { Id } from "../wire.ts";
import type { GuildState } from "./guilds.ts";
import { HOME } from "./home.ts";
import { MODERATE_MEMBERS, outranks, permissionsOf } from "./permissions.ts";

export const MODERATION_ACTS = ["time-out"] as const;
export type ModerationAct = (typeof MODERATION_ACTS)[number];

const NEEDED: Record<ModerationAct, bigint> = {
  "time-out": MODERATE_MEMBERS,
};

export function actsAbout(guild: GuildState, self: Id, targetId: Id): ModerationAct[] {
  if (guild.id === HOME || !outranks(guild, self, targetId)) return [];
  // In a guild of which not all are known, they may well be there.
  if (guild.isWhole && !guild.members[targetId]) return [];
  const may = permissionsOf(guild, self);
  return MODERATION_ACTS.filter((act) => (may & NEEDED[act]) !== 0n);
}
