/**
 * Where the switcher can lead, and which of that fits what was typed.
 *
 * - SW1  `#`, `@` and `*` in front mean channels with their threads, people with the conversations with
 *        them, and guilds only.
 * - SW2  The better a name fits, the higher it stands; of two alike, the one with something unread.
 * - SW3  People are many, and so are threads that one is not in: without a letter typed only `@` and `#`
 *        list them.
 */

import { displayName } from "@/engine/guilds/arrange.ts";
import { conversationName } from "@/engine/guilds/conversation-name.ts";
import type { GuildState, GuildsState } from "@/engine/guilds/guilds.ts";
import { arrangeConversations, HOME, isGroup, recipientsOf } from "@/engine/guilds/home.ts";
import { permissionsOf, VIEW_CHANNEL } from "@/engine/guilds/permissions.ts";
import { isArchived, isMuted } from "@/engine/guilds/threads.ts";
import { avatarPath, iconPath } from "@/engine/pictures.ts";
import { isUnread, type UnreadState } from "@/engine/unread.ts";
import { type Channel, holdsMessages, type Id } from "@/engine/wire.ts";

export interface Target {
  kind: "guild" | "channel" | "thread" | "conversation" | "person";
  id: Id;
  guildId: Id;
  /** The channel of a thread. */
  parentId: Id | null;
  name: string;
  /** The address of its picture. */
  picture: string | null;
  /** Where it is, or what it is also called. */
  context: string;
  unread: boolean;
  mentions: number;
  /** Only for whoever asks for it. */
  isMinor: boolean;
}

export interface Surroundings {
  guilds: GuildsState;
  unread: UnreadState;
  muted: ReadonlySet<Id>;
  self: Id;
  /** The guild that is open: people of it are met there. */
  current: Id | null;
}

export function collectTargets(around: Surroundings): Target[] {
  const { guilds, order } = around.guilds;
  const known = order.flatMap((id) => guilds[id] ?? []);
  const channels = known.flatMap((guild) => [...channelsOf(guild, around), ...threadsOf(guild, around)]);
  const home = guilds[HOME];
  const conversations = home ? conversationsOf(home, around) : [];
  return [
    ...channels,
    ...conversations,
    ...known.map((guild) => guildTarget(guild, channels)),
    ...peopleOf(known, around),
  ];
}

function channelsOf(guild: GuildState, around: Surroundings): Target[] {
  return Object.values(guild.channels)
    .filter(holdsMessages)
    .filter((channel) => permissionsOf(guild, around.self, channel) & VIEW_CHANNEL)
    .map((channel) => ({
      ...spokenIn(guild, channel, around),
      kind: "channel",
      parentId: null,
      context: guild.name,
      isMinor: false,
    }));
}

function conversationsOf(home: GuildState, around: Surroundings): Target[] {
  return arrangeConversations(home, around.unread.newest).map((channel) => {
    // A group has no face, and is no person with another name.
    const first = isGroup(channel) ? undefined : recipientsOf(home, channel)[0];
    const name = conversationName(home, channel);
    return {
      ...spokenIn(home, channel, around),
      kind: "conversation",
      name,
      parentId: null,
      picture: first ? avatarPath(first) : null,
      context: first && first.username !== name ? first.username : "",
      isMinor: false,
    };
  });
}

/** The active ones. What is said in those that one is not in counts as unread to nobody. */
function threadsOf(guild: GuildState, around: Surroundings): Target[] {
  return Object.values(guild.threads)
    .filter((thread) => !isArchived(thread))
    .filter((thread) => permissionsOf(guild, around.self, thread) & VIEW_CHANNEL)
    .map((thread) => {
      const parent = guild.channels[thread.parent_id ?? ""];
      const target = spokenIn(guild, thread, around);
      return {
        ...target,
        kind: "thread",
        parentId: thread.parent_id,
        context: `${parent?.name ?? ""} · ${guild.name}`,
        unread: target.unread && Boolean(thread.member),
        isMinor: !thread.member,
      };
    });
}

function spokenIn(guild: GuildState, { id, name }: Channel, { unread, muted }: Surroundings) {
  return {
    id,
    guildId: guild.id,
    name: name ?? "",
    picture: null,
    unread: isUnread(unread, id) && !isMuted(muted, guild, id),
    mentions: unread.mentions[id] ?? 0,
  };
}

function guildTarget(guild: GuildState, channels: readonly Target[]): Target {
  const own = channels.filter(({ guildId }) => guildId === guild.id);
  return {
    kind: "guild",
    id: guild.id,
    guildId: guild.id,
    parentId: null,
    name: guild.name,
    picture: iconPath(guild),
    context: "",
    unread: own.some((channel) => channel.unread),
    mentions: own.reduce((sum, channel) => sum + channel.mentions, 0),
    isMinor: false,
  };
}

/** Everybody once, in the open guild where they are in it. */
function peopleOf(guilds: readonly GuildState[], { self, current }: Surroundings): Target[] {
  const people = new Map<Id, Target>();
  const inOrder = [...guilds].sort((a, b) => Number(b.id === current) - Number(a.id === current));
  for (const guild of inOrder) {
    for (const member of Object.values(guild.members)) {
      const { id, username } = member.user;
      if (id === self || people.has(id)) continue;
      const name = displayName(member.user, member);
      const context = name === username ? guild.name : `${username} · ${guild.name}`;
      const picture = avatarPath(member.user);
      const rest = { parentId: null, unread: false, mentions: 0, isMinor: true };
      people.set(id, { kind: "person", id, guildId: guild.id, name, picture, context, ...rest });
    }
  }
  return [...people.values()];
}

/** More than fit on a screen are not read by anybody. */
const FOUND_MAX = 40;

const PREFIXES: Record<string, readonly Target["kind"][]> = {
  "#": ["channel", "thread"],
  "@": ["conversation", "person"],
  "*": ["guild"],
};

export function findTargets(targets: readonly Target[], typed: string): Target[] {
  const kinds = PREFIXES[typed.trim().charAt(0)];
  const query = fold(kinds ? typed.trim().slice(1) : typed);
  const isBare = query === "" && kinds === undefined;
  return targets
    .filter(({ kind, isMinor }) => (kinds ? kinds.includes(kind) : !(isBare && isMinor)))
    .map((target) => ({ target, score: query === "" ? 1 : scoreOf(target, query) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || urgencyOf(b.target) - urgencyOf(a.target))
    .slice(0, FOUND_MAX)
    .map(({ target }) => target);
}

/** The whole name, its beginning, the beginning of a word of it, a part of it, its letters in order. */
function scoreOf({ name, context }: Target, query: string): number {
  const folded = fold(name);
  if (folded === query) return 5;
  if (folded.startsWith(query)) return 4;
  if (folded.split(/[\s._-]+/).some((word) => word.startsWith(query))) return 3;
  if (folded.includes(query)) return 2;
  return isScattered(folded, query) || fold(context).startsWith(query) ? 1 : 0;
}

function isScattered(name: string, query: string): boolean {
  let at = 0;
  for (const letter of query) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function urgencyOf({ unread, mentions }: Target): number {
  return (mentions > 0 ? 2 : 0) + (unread ? 1 : 0);
}

/** Case and accents do not matter. */
function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
