/** The members that are listed for a role: those who have it first, and only as many as one reads. */
import { displayName } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import type { Id, Member } from "@/engine/wire.ts";

const LISTED_MAX = 50;

/** `left`: how many more there are for what was typed. */
export function listHolders(
  guild: GuildState,
  roleId: Id,
  typed: string,
): { members: Member[]; left: number } {
  const query = typed.trim().toLowerCase();
  const nameOf = (member: Member) => displayName(member.user, member);
  const found = Object.values(guild.members)
    .filter((member) => `${nameOf(member)} ${member.user.username}`.toLowerCase().includes(query))
    .sort((a, b) => {
      const holds = Number(b.roles.includes(roleId)) - Number(a.roles.includes(roleId));
      return holds || nameOf(a).localeCompare(nameOf(b));
    });
  return { members: found.slice(0, LISTED_MAX), left: Math.max(0, found.length - LISTED_MAX) };
}

/** How many have each role. */
export function countHolders(guild: GuildState): Map<Id, number> {
  const counts = new Map<Id, number>();
  for (const { roles } of Object.values(guild.members)) {
    for (const id of roles) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
