/** What an entry of the audit log says: whom or what it is about, and what was other before. */
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { PERMISSION_GROUPS, type PermissionId } from "@/engine/guilds/permission-list.ts";
import type { AuditEntry, AuditLog, Id, User } from "@/engine/wire.ts";
import { actName } from "./acts.ts";

/** Where names are looked up. */
export interface Names {
  guild: GuildState;
  users: Readonly<Record<Id, User>>;
  threads: Readonly<Record<Id, string>>;
}

/** One change, or a list of permissions that was gained or lost by it. */
export type Detail =
  | { key: string; old: string | null; new: string | null }
  | { key: "gained" | "lost"; permissions: readonly PermissionId[] };

const PERMISSIONS = PERMISSION_GROUPS.flatMap((group) => group.permissions);
/** Fields that hold permissions as a number. */
const BITS = new Set(["permissions", "allow", "deny"]);
/** Fields that the sentence itself names, or that say nothing to a reader. */
const UNTOLD = new Set(["code", "channel_id", "inviter_id", "temporary", "uses", "permission_overwrites"]);

export function namesOf(guild: GuildState, logs: readonly AuditLog[]): Names {
  const users = logs.flatMap((log) => log.users).map((user) => [user.id, user] as const);
  const threads = logs.flatMap((log) => log.threads).map(({ id, name }) => [id, name ?? ""] as const);
  return { guild, users: Object.fromEntries(users), threads: Object.fromEntries(threads) };
}

export function personName({ guild, users }: Names, id: Id): string {
  const member = guild.members[id];
  const user = member?.user ?? users[id];
  return member?.nick ?? user?.global_name ?? user?.username ?? id;
}

/** What the entry is about, as it is called now, or was called then. */
export function targetName(entry: AuditEntry, names: Names): string {
  const id = entry.target_id ?? "";
  switch (actName(entry.action_type)) {
    case "guildUpdate":
    case "brakesUpdate":
      return names.guild.name;
    case "channelCreate":
    case "channelUpdate":
    case "channelDelete":
    case "overwriteCreate":
    case "overwriteUpdate":
    case "overwriteDelete":
    case "messageBulkDelete":
      return channelName(entry, names, id);
    case "threadUpdate":
    case "threadDelete":
      return names.threads[id] ?? nameThen(entry) ?? id;
    case "roleCreate":
    case "roleUpdate":
    case "roleDelete":
      return names.guild.roles[id]?.name ?? nameThen(entry) ?? id;
    case "wordRuleCreate":
    case "wordRuleUpdate":
    case "wordRuleDelete":
      return entry.options?.auto_moderation_rule_name ?? id;
    case "inviteCreate":
    case "inviteDelete":
      return text(fieldOf(entry, "code")) ?? "";
    case "memberKick":
    case "memberBanAdd":
    case "memberBanRemove":
    case "memberUpdate":
    case "memberRoleUpdate":
    case "botAdd":
    case "messageDelete":
    case "messagePin":
    case "messageUnpin":
    case "wordRuleTimeOut":
    case "reportUpdate":
      return personName(names, id);
    case "other":
      return String(entry.action_type);
  }
}

/** The channel of messages, or the one that an invite leads to. */
export function placeName(entry: AuditEntry, names: Names): string {
  const id = entry.options?.channel_id ?? text(fieldOf(entry, "channel_id")) ?? "";
  return names.guild.channels[id]?.name ?? names.threads[id] ?? id;
}

/** Whose exception it was, or which rule did it. */
export function aboutName(entry: AuditEntry, names: Names): string {
  const { id = "", type, role_name: roleName, auto_moderation_rule_name: rule } = entry.options ?? {};
  if (rule !== undefined) return rule;
  if (type === "1") return personName(names, id);
  return names.guild.roles[id]?.name ?? roleName ?? id;
}

export function detailsOf(entry: AuditEntry, names: Names): Detail[] {
  const name = actName(entry.action_type);
  const isName = name === "channelCreate" || name === "channelDelete";
  const isRole = ["roleCreate", "roleDelete", "wordRuleCreate", "wordRuleDelete"].includes(name);
  const changes = (entry.changes ?? []).filter(
    ({ key }) => !UNTOLD.has(key) && !(key === "name" && (isName || isRole)),
  );
  return changes.flatMap(({ key, old_value: before, new_value: after }): Detail[] => {
    if (BITS.has(key)) return ofBits(key, before, after);
    return [{ key, old: shown(key, before, names), new: shown(key, after, names) }];
  });
}

/** What is allowed anew, or not denied any more, is gained. */
function ofBits(key: string, before: unknown, after: unknown): Detail[] {
  const [old, now] = [bits(before), bits(after)];
  const [more, less] = [listed(now & ~old), listed(old & ~now)];
  const [gained, lost] = key === "deny" ? [less, more] : [more, less];
  const details: Detail[] = [];
  if (gained.length > 0) details.push({ key: "gained", permissions: gained });
  if (lost.length > 0) details.push({ key: "lost", permissions: lost });
  return details;
}

function listed(permissions: bigint): PermissionId[] {
  return PERMISSIONS.filter(({ bit }) => (permissions & bit) !== 0n).map(({ id }) => id);
}

function bits(value: unknown): bigint {
  return typeof value === "string" && /^\d+$/.test(value) ? BigInt(value) : 0n;
}

function shown(key: string, value: unknown, names: Names): string | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map((part) => text(part) ?? text(part.name) ?? "").join(", ");
  const id = String(value);
  if (key === "owner_id") return personName(names, id);
  if (key === "parent_id" || key === "system_channel_id") return names.guild.channels[id]?.name ?? id;
  if (key === "color") return `#${Number(value).toString(16).padStart(6, "0")}`;
  return id;
}

function channelName(entry: AuditEntry, { guild, threads }: Names, id: Id): string {
  return guild.channels[id]?.name ?? threads[id] ?? nameThen(entry) ?? id;
}

function nameThen(entry: AuditEntry): string | null {
  return text(fieldOf(entry, "name"));
}

function fieldOf(entry: AuditEntry, key: string): unknown {
  const change = entry.changes?.find((candidate) => candidate.key === key);
  return change?.new_value ?? change?.old_value;
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
