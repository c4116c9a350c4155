/** How a guild is shown: channels under their categories, members under their roles, names and colours. */
import { compareIds } from "../snowflake.ts";
import {
  CHANNEL_CATEGORY,
  CHANNEL_VOICE,
  type Channel,
  holdsMessages,
  type Id,
  type Member,
  type Presence,
  type Role,
  type Status,
  type User,
} from "../wire.ts";
import type { GuildState } from "./guilds.ts";
import { compareRoles } from "./permissions.ts";
import { textOf } from "./presences.ts";

export interface ChannelSection {
  category: Channel | null;
  channels: Channel[];
}

/** Text before voice within a section; those without a category come first. */
export function arrangeChannels(guild: GuildState): ChannelSection[] {
  const all = Object.values(guild.channels).sort(compareChannels);
  const categories = all.filter(({ type }) => type === CHANNEL_CATEGORY);
  const shown = all.filter((channel) => holdsMessages(channel) || channel.type === CHANNEL_VOICE);
  const isOrphan = ({ parent_id }: Channel) => parent_id === null || !guild.channels[parent_id];
  const sections = categories.map((category) => ({
    category,
    channels: shown.filter(({ parent_id }) => parent_id === category.id),
  }));
  return [{ category: null, channels: shown.filter(isOrphan) }, ...sections].filter(
    ({ category, channels }) => category !== null || channels.length > 0,
  );
}

/** Where a guild is entered when no channel is named. */
export function firstTextChannel(guild: GuildState): Channel | null {
  const channels = arrangeChannels(guild).flatMap((section) => section.channels);
  return channels.find(holdsMessages) ?? null;
}

function compareChannels(a: Channel, b: Channel): number {
  const voice = Number(a.type === CHANNEL_VOICE) - Number(b.type === CHANNEL_VOICE);
  return voice || a.position - b.position || compareIds(a.id, b.id);
}

/** With more members the server tells nobody of all who come and go. */
const PRESENCES_MAX = 1_000;

/** Whether all members are known, and which of them are there. */
export function knowsAll({ isWhole, memberCount }: GuildState): boolean {
  return isWhole && memberCount <= PRESENCES_MAX;
}

export interface ShownMember {
  user: User;
  name: string;
  status: Status;
  /** What they say beside their name. */
  text: string | null;
  /** Of the highest coloured role, as 0xRRGGBB; 0 is none. */
  color: number;
  isOwner: boolean;
}

export interface MemberSection {
  /** A hoisted role's name, or one of the two that every guild has. */
  title: { role: string } | { state: "online" | "offline" };
  key: string;
  members: ShownMember[];
}

/** Those online by their highest hoisted role, then the others online, then those offline. */
export function arrangeMembers(guild: GuildState): MemberSection[] {
  const hoisted = arrangeRoles(guild).filter(({ hoist }) => hoist);
  const sections = new Map<string, ShownMember[]>();
  for (const member of Object.values(guild.members)) {
    const shown = showMember(guild, member);
    const role = shown.status === "offline" ? undefined : hoisted.find(({ id }) => member.roles.includes(id));
    const key = role?.id ?? (shown.status === "offline" ? "offline" : "online");
    const section = sections.get(key);
    if (section) section.push(shown);
    else sections.set(key, [shown]);
  }
  const titles: Omit<MemberSection, "members">[] = [
    ...hoisted.map(({ id, name }) => ({ key: id, title: { role: name } })),
    { key: "online", title: { state: "online" } },
    { key: "offline", title: { state: "offline" } },
  ];
  return titles
    .map((section) => ({ ...section, members: (sections.get(section.key) ?? []).sort(compareNames) }))
    .filter(({ members }) => members.length > 0);
}

/** `presence`: as it was told with them, where not all of the guild are known. */
export function showMember(guild: GuildState, member: Member, presence?: Presence): ShownMember {
  const { id } = member.user;
  return {
    user: member.user,
    name: displayName(member.user, member),
    status: presence ? presence.status : (guild.statuses[id] ?? "offline"),
    text: presence ? textOf(presence) : (guild.texts[id] ?? null),
    color: roleColor(guild, member.roles),
    isOwner: id === guild.ownerId,
  };
}

export function displayName(user: User, member?: Pick<Member, "nick"> | undefined): string {
  return member?.nick || user.global_name || user.username;
}

/** The roles of a member, the highest first, without the one that all have. */
export function memberRoles(guild: GuildState, { roles }: Pick<Member, "roles">): Role[] {
  return arrangeRoles(guild).filter(({ id }) => roles.includes(id));
}

/** All roles, the highest first, without the one that all have. */
export function arrangeRoles(guild: GuildState): Role[] {
  return Object.values(guild.roles)
    .filter(({ id }) => id !== guild.id)
    .sort(compareRoles);
}

export function roleColor(guild: GuildState, roles: readonly Id[]): number {
  const coloured = roles
    .map((id) => guild.roles[id])
    .filter((role) => role !== undefined && role.color !== 0);
  return coloured.sort((a, b) => (a && b ? compareRoles(a, b) : 0))[0]?.color ?? 0;
}

// Made once: comparing by locale is slow otherwise, and guilds have thousands of names.
const NAMES = new Intl.Collator();

function compareNames(a: ShownMember, b: ShownMember): number {
  return NAMES.compare(a.name, b.name) || compareIds(a.user.id, b.user.id);
}
