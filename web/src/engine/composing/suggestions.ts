/** What may be meant by the first letters of a name. */
import { arrangeRoles, displayName } from "../guilds/arrange.ts";
import type { GuildState } from "../guilds/guilds.ts";
import { HOME, isGroup, recipientsOf } from "../guilds/home.ts";
import { avatarPath } from "../pictures.ts";
import { CHANNEL_VOICE, holdsMessages, type Id, type Member } from "../wire.ts";

/** As many as are looked through at a glance. */
export const SUGGESTED_MAX = 8;

export interface Suggestion {
  kind: "user" | "role" | "everyone" | "channel" | "emoji";
  key: string;
  label: string;
  /** What else it is called. */
  hint: string;
  /** What it becomes in the text. */
  insert: string;
  /** Of a person or a role. */
  id?: Id;
  /** Of a person who has one. */
  picture?: string | null;
}

/** `mayPing`: whether everybody, and every role, may be notified; `channelId`: where it is written. */
export function suggestMentions(
  guild: GuildState,
  query: string,
  mayPing: boolean,
  channelId: Id,
): Suggestion[] {
  const people = mentionable(guild, channelId).map(({ user, ...member }): Suggestion => {
    const label = displayName(user, member);
    const hint = label === user.username ? "" : user.username;
    return {
      kind: "user",
      key: user.id,
      id: user.id,
      picture: avatarPath(user),
      label,
      hint,
      insert: `@${user.username}`,
    };
  });
  const roles = arrangeRoles(guild)
    .filter(({ mentionable }) => mentionable || mayPing)
    .map(
      ({ id, name }): Suggestion => ({
        kind: "role",
        key: id,
        id,
        label: name,
        hint: "",
        insert: `@${name}`,
      }),
    );
  const all = mayPing ? ["everyone", "here"] : [];
  const everyone = all.map(
    (name): Suggestion => ({ kind: "everyone", key: name, label: name, hint: "", insert: `@${name}` }),
  );
  return best([...people, ...roles, ...everyone], query);
}

export function suggestChannels(guild: GuildState, query: string): Suggestion[] {
  const channels = Object.values(guild.channels).filter(
    (channel) => holdsMessages(channel) || channel.type === CHANNEL_VOICE,
  );
  const named = channels.map(({ id, name }): Suggestion => {
    const label = name ?? "";
    return { kind: "channel", key: id, label, hint: "", insert: `#${label}` };
  });
  return best(named, query);
}

/** In a group those who are in it; in a conversation of two there is nobody to choose from. */
function mentionable(guild: GuildState, channelId: Id): readonly Member[] {
  if (guild.id !== HOME) return Object.values(guild.members);
  const channel = guild.channels[channelId];
  if (!channel || !isGroup(channel)) return [];
  return recipientsOf(guild, channel).flatMap(({ id }) => guild.members[id] ?? []);
}

/** What begins so stands before what contains it. */
function best(all: readonly Suggestion[], query: string): Suggestion[] {
  const wanted = query.toLowerCase();
  const ranked = all.map((one) => ({
    one,
    rank: Math.max(rankOf(one.label, wanted), rankOf(one.hint, wanted)),
  }));
  const fitting = ranked.filter(({ rank }) => rank > 0).sort((a, b) => b.rank - a.rank);
  return fitting.slice(0, SUGGESTED_MAX).map(({ one }) => one);
}

function rankOf(name: string, wanted: string): number {
  const lower = name.toLowerCase();
  if (lower.startsWith(wanted)) return 2;
  return lower.includes(wanted) ? 1 : 0;
}
