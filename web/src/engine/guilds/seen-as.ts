/**
 * A guild as somebody would see it who has one role and no more: for whoever gives roles, to look at what they do.
 *
 * - SA1  Only what is shown changes: the server answers the one who is signed in, and does what they ask.
 * - SA2  Neither ownership, nor other roles, nor exceptions for oneself count.
 */
import type { Id } from "../wire.ts";
import type { GuildState } from "./guilds.ts";
import { permissionsOf, VIEW_CHANNEL } from "./permissions.ts";

export interface SeenAs {
  guildId: Id;
  /** That of the guild itself is what everybody has. */
  roleId: Id;
}

/** Nobody's: an owner would see everything. */
const NO_OWNER: Id = "";

interface Known extends SeenAs {
  userId: Id;
  seen: GuildState;
}

/** Of each state of a guild, what was asked of it last: the same state is the same sight. */
const last = new WeakMap<GuildState, Known>();

export function seenAs(guild: GuildState, userId: Id, roleId: Id): GuildState {
  const known = last.get(guild);
  if (known?.userId === userId && known.roleId === roleId) return known.seen;
  const seen = look(guild, userId, roleId);
  last.set(guild, { guildId: guild.id, roleId, userId, seen });
  return seen;
}

function look(guild: GuildState, userId: Id, roleId: Id): GuildState {
  const member = guild.members[userId];
  if (!member) return guild;
  const roles = roleId === guild.id ? [] : [roleId];
  const inRole: GuildState = {
    ...guild,
    ownerId: NO_OWNER,
    members: { ...guild.members, [userId]: { ...member, roles, communication_disabled_until: null } },
    channels: mapValues(guild.channels, (channel) => ({
      ...channel,
      permission_overwrites: (channel.permission_overwrites ?? []).filter(({ id }) => id !== userId),
    })),
  };
  const sees = (id: Id | null | undefined) =>
    (permissionsOf(inRole, userId, inRole.channels[id ?? ""]) & VIEW_CHANNEL) !== 0n;
  return {
    ...inRole,
    channels: filterValues(inRole.channels, ({ id }) => sees(id)),
    threads: filterValues(inRole.threads, ({ parent_id }) => sees(parent_id)),
  };
}

function mapValues<T>(of: Readonly<Record<Id, T>>, change: (value: T) => T): Record<Id, T> {
  return Object.fromEntries(Object.entries(of).map(([id, value]) => [id, change(value)]));
}

function filterValues<T>(of: Readonly<Record<Id, T>>, keep: (value: T) => boolean): Record<Id, T> {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => keep(value)));
}
