/**
 * What the signed-in user may do, by the documented algorithm of the v10 API. The server decides; this
 * only keeps buttons away that would be refused.
 */
import type { Channel, Id, Overwrite } from "../wire.ts";
import type { GuildState } from "./guilds.ts";

export const CREATE_INVITE = 1n << 0n;
export const ADMINISTRATOR = 1n << 3n;
export const MANAGE_CHANNELS = 1n << 4n;
export const MANAGE_GUILD = 1n << 5n;
export const VIEW_CHANNEL = 1n << 10n;
export const SEND_MESSAGES = 1n << 11n;

const EVERYTHING = (1n << 64n) - 1n;

/** Permissions in the guild, or in `channel` of it. */
export function permissionsOf(guild: GuildState, userId: Id, channel?: Channel | undefined): bigint {
  if (guild.ownerId === userId) return EVERYTHING;
  const roles = [guild.id, ...(guild.members[userId]?.roles ?? [])];
  const base = roles.reduce((sum, id) => sum | BigInt(guild.roles[id]?.permissions ?? 0), 0n);
  if (base & ADMINISTRATOR) return EVERYTHING;
  const overwrites = channel?.permission_overwrites ?? [];
  const everyone = overwrites.filter(({ id }) => id === guild.id);
  const ofRoles = overwrites.filter(({ id, type }) => type === 0 && id !== guild.id && roles.includes(id));
  const ofMember = overwrites.filter(({ id, type }) => type === 1 && id === userId);
  return [everyone, ofRoles, ofMember].reduce(applyOverwrites, base);
}

function applyOverwrites(permissions: bigint, overwrites: readonly Overwrite[]): bigint {
  const deny = overwrites.reduce((sum, overwrite) => sum | BigInt(overwrite.deny), 0n);
  const allow = overwrites.reduce((sum, overwrite) => sum | BigInt(overwrite.allow), 0n);
  return (permissions & ~deny) | allow;
}
