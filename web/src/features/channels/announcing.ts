/** Who writes in a new channel for announcements: those who may delete messages of others, and nobody else. */
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { ADMINISTRATOR, MANAGE_MESSAGES, SEND_MESSAGES } from "@/engine/guilds/permissions.ts";
import type { Id, Overwrite } from "@/engine/wire.ts";

const OF_ROLE = 0;

/** On top of those of its category, which a channel with exceptions of its own does not take over. */
export function announcingOverwrites(guild: GuildState, categoryId: Id | null): Overwrite[] {
  const inherited = categoryId === null ? [] : (guild.channels[categoryId]?.permission_overwrites ?? []);
  const writers = Object.values(guild.roles).filter(({ id, permissions }) => {
    const may = BigInt(permissions);
    // Whoever administers may anyway.
    return id !== guild.id && (may & MANAGE_MESSAGES) !== 0n && (may & ADMINISTRATOR) === 0n;
  });
  const stances = new Map<Id, "allow" | "deny">(writers.map(({ id }) => [id, "allow"]));
  stances.set(guild.id, "deny");
  const changed = [...stances].map(([id, stance]) =>
    withStance(
      inherited.find((kept) => kept.id === id) ?? { id, type: OF_ROLE, allow: "0", deny: "0" },
      stance,
    ),
  );
  return [...inherited.filter(({ id }) => !stances.has(id)), ...changed];
}

function withStance(overwrite: Overwrite, stance: "allow" | "deny"): Overwrite {
  const [allow, deny] = [BigInt(overwrite.allow), BigInt(overwrite.deny)];
  return stance === "allow"
    ? { ...overwrite, allow: String(allow | SEND_MESSAGES), deny: String(deny & ~SEND_MESSAGES) }
    : { ...overwrite, allow: String(allow & ~SEND_MESSAGES), deny: String(deny | SEND_MESSAGES) };
}
