/**
 * What the signed-in user may do, by the documented algorithm of the v10 API. The server decides; this
 * only keeps buttons away that would be refused.
 *
 * - PE1  A time-out leaves reading at most; owner and administrators have none. Here it counts until it is
 *   taken away from the member, as `time-outs.ts` does with the reader's own.
 * - PE2  One handles only those who stand lower: the owner stands above all, then the highest role decides.
 */
import { compareIds } from "../snowflake.ts";
import { type Channel, type Id, isThread, type Overwrite, type Role } from "../wire.ts";
import type { GuildState } from "./guilds.ts";

export const CREATE_INVITE = 1n << 0n;
export const KICK_MEMBERS = 1n << 1n;
export const BAN_MEMBERS = 1n << 2n;
export const ADMINISTRATOR = 1n << 3n;
export const MANAGE_CHANNELS = 1n << 4n;
export const MANAGE_GUILD = 1n << 5n;
export const ADD_REACTIONS = 1n << 6n;
export const VIEW_AUDIT_LOG = 1n << 7n;
export const VIEW_CHANNEL = 1n << 10n;
export const SEND_MESSAGES = 1n << 11n;
export const MANAGE_MESSAGES = 1n << 13n;
export const ATTACH_FILES = 1n << 15n;
export const READ_MESSAGE_HISTORY = 1n << 16n;
export const MENTION_EVERYONE = 1n << 17n;
export const MUTE_MEMBERS = 1n << 22n;
export const DEAFEN_MEMBERS = 1n << 23n;
export const MOVE_MEMBERS = 1n << 24n;
export const CHANGE_NICKNAME = 1n << 26n;
export const MANAGE_NICKNAMES = 1n << 27n;
export const MANAGE_ROLES = 1n << 28n;
export const MANAGE_THREADS = 1n << 34n;
export const CREATE_PUBLIC_THREADS = 1n << 35n;
export const SEND_MESSAGES_IN_THREADS = 1n << 38n;
export const MODERATE_MEMBERS = 1n << 40n;
export const PIN_MESSAGES = 1n << 51n;

const EVERYTHING = (1n << 64n) - 1n;

/**
 * Permissions in the guild, or in `channel` of it. A thread has those of its parent, but for writing, which
 * is a permission of its own there.
 */
export function permissionsOf(guild: GuildState, userId: Id, channel?: Channel | undefined): bigint {
  if (guild.ownerId === userId) return EVERYTHING;
  const roles = [guild.id, ...(guild.members[userId]?.roles ?? [])];
  const base = roles.reduce((sum, id) => sum | BigInt(guild.roles[id]?.permissions ?? 0), 0n);
  if (base & ADMINISTRATOR) return EVERYTHING;
  const isInThread = channel !== undefined && isThread(channel);
  const place = isInThread ? guild.channels[channel.parent_id ?? ""] : channel;
  const overwrites = place?.permission_overwrites ?? [];
  const everyone = overwrites.filter(({ id }) => id === guild.id);
  const ofRoles = overwrites.filter(({ id, type }) => type === 0 && id !== guild.id && roles.includes(id));
  const ofMember = overwrites.filter(({ id, type }) => type === 1 && id === userId);
  const permissions = [everyone, ofRoles, ofMember].reduce(applyOverwrites, base);
  if (isTimedOut(guild, userId)) return permissions & (VIEW_CHANNEL | READ_MESSAGE_HISTORY);
  if (!isInThread) return permissions;
  const mayWrite = (permissions & SEND_MESSAGES_IN_THREADS) !== 0n;
  return mayWrite ? permissions | SEND_MESSAGES : permissions & ~SEND_MESSAGES;
}

function isTimedOut(guild: GuildState, userId: Id): boolean {
  return (guild.members[userId]?.communication_disabled_until ?? null) !== null;
}

/** Whether `userId` stands above `targetId`, of whom no more than the roles need be known. */
export function outranks(guild: GuildState, userId: Id, targetId: Id): boolean {
  if (userId === targetId || guild.ownerId === targetId) return false;
  if (guild.ownerId === userId) return true;
  const [own, theirs] = [highestRole(guild, userId), highestRole(guild, targetId)];
  return own !== undefined && (theirs === undefined || compareRoles(own, theirs) < 0);
}

function highestRole(guild: GuildState, userId: Id): Role | undefined {
  const roles = (guild.members[userId]?.roles ?? []).flatMap((id) => guild.roles[id] ?? []);
  return roles.sort(compareRoles)[0];
}

/** Whether `userId` may change `role`: it stands below their own highest one, and is no program's. */
export function mayChangeRole(guild: GuildState, userId: Id, role: Role): boolean {
  if (role.managed || !(permissionsOf(guild, userId) & MANAGE_ROLES)) return false;
  if (guild.ownerId === userId) return true;
  const own = (guild.members[userId]?.roles ?? []).flatMap((id) => guild.roles[id] ?? []);
  return role.id === guild.id || own.some((mine) => compareRoles(mine, role) < 0);
}

/** The highest first; of two at one position the older one stands higher. */
export function compareRoles(a: Role, b: Role): number {
  return b.position - a.position || compareIds(a.id, b.id);
}

function applyOverwrites(permissions: bigint, overwrites: readonly Overwrite[]): bigint {
  const deny = overwrites.reduce((sum, overwrite) => sum | BigInt(overwrite.deny), 0n);
  const allow = overwrites.reduce((sum, overwrite) => sum | BigInt(overwrite.allow), 0n);
  return (permissions & ~deny) | allow;
}
