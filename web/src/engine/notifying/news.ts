/**
 * What a dispatch says that one may want to be told of, and whether one does.
 *
 * - NW1  Nobody is told of what they said themselves, what they know already, or what a server says.
 * - NW2  Nothing in "do not disturb"; nothing of what is muted, or beyond the level that was chosen.
 * - NW3  Of what is replayed only mentions are told, and what is said in conversations.
 * - NW4  Threads follow their channel; of those that one is not in only mentions are told.
 */
import type { GuildState, GuildsState } from "../guilds/guilds.ts";
import { HOME } from "../guilds/home.ts";
import { channelOf, isMuted } from "../guilds/threads.ts";
import type { Settings } from "../settings.ts";
import { compareIds } from "../snowflake.ts";
import { isMentioned, type UnreadEntry, type UnreadState } from "../unread.ts";
import {
  type Channel,
  type Id,
  isThread,
  MESSAGE_DEFAULT,
  MESSAGE_REPLY,
  type Message,
  type Status,
} from "../wire.ts";
import { levelAt, readChoice } from "./choices.ts";

export interface News {
  channelId: Id;
  /** The newest of what was said. */
  messageId: Id;
  /** Null: that something was said is all there is to know. */
  message: Message | null;
  /** Whether the server says that it names the reader. */
  isMention: boolean;
}

/** What decides, as it is before the news. */
export interface Around {
  self: Id;
  status: Status;
  settings: Settings;
  muted: ReadonlySet<Id>;
  guilds: GuildsState;
  unread: UnreadState;
  /** False while what was missed is replayed. */
  live: boolean;
}

/** The author asked for quiet. */
const SUPPRESS_NOTIFICATIONS = 1 << 12;

export function newsOf(name: string, data: unknown): News[] {
  switch (name) {
    case "MESSAGE_CREATE":
      return [said(data as Message, false)];
    case "X_HEARD":
      return [said((data as { message: Message }).message, false)];
    case "X_MENTION":
      return [said((data as { message: Message }).message, true)];
    case "X_UNREAD":
      return (data as { channels: UnreadEntry[] }).channels.flatMap(({ channel_id, last_message_id }) =>
        last_message_id === null
          ? []
          : [{ channelId: channel_id, messageId: last_message_id, message: null, isMention: false }],
      );
    default:
      return [];
  }
}

/** Where somebody hears of it; null: they want to hear nothing. */
export function wantedAt(news: News, around: Around): GuildState | null {
  const { self, status, unread, live, guilds } = around;
  const { channelId, messageId, message } = news;
  const place = placeOf(guilds, channelId);
  if (!place || status === "dnd") return null;
  if (message && !isSpoken(message, self)) return null;
  if (isKnown(unread, channelId, messageId)) return null;
  const { guild, channel } = place;
  const isPinged = isForReader(news, guild, self);
  if (!live && !isPinged && guild.id !== HOME) return null;
  return isWanted(around, guild, channel, isPinged) ? guild : null;
}

/** The same of what waited meanwhile: it may have been read, muted or deleted with its channel. */
export function isStillWanted(news: News, around: Around): boolean {
  const { status, unread, guilds, self } = around;
  const place = placeOf(guilds, news.channelId);
  if (!place || status === "dnd" || isRead(unread, news.channelId, news.messageId)) return false;
  return isWanted(around, place.guild, place.channel, isForReader(news, place.guild, self));
}

export function isRead({ read }: UnreadState, channelId: Id, messageId: Id): boolean {
  return compareIds(messageId, read[channelId] ?? "0") <= 0;
}

export function placeOf(
  { order, guilds }: GuildsState,
  channelId: Id,
): { guild: GuildState; channel: Channel } | null {
  for (const id of [HOME, ...order]) {
    const guild = guilds[id];
    const channel = guild && channelOf(guild, channelId);
    if (guild && channel) return { guild, channel };
  }
  return null;
}

function said(message: Message, isMention: boolean): News {
  return { channelId: message.channel_id, messageId: message.id, message, isMention };
}

/** NW1 */
function isSpoken({ type, author, flags = 0 }: Message, self: Id): boolean {
  const isText = type === MESSAGE_DEFAULT || type === MESSAGE_REPLY;
  return isText && author.id !== self && (flags & SUPPRESS_NOTIFICATIONS) === 0;
}

function isKnown(unread: UnreadState, channelId: Id, messageId: Id): boolean {
  return compareIds(messageId, unread.newest[channelId] ?? "0") <= 0 || isRead(unread, channelId, messageId);
}

function isForReader({ message, isMention }: News, guild: GuildState, self: Id): boolean {
  // Of conversations the server says so of every message.
  if (isMention && guild.id !== HOME) return true;
  return message !== null && isMentioned(message, self, guild.members[self]?.roles ?? []);
}

/** NW2, NW4 */
function isWanted(
  { settings, muted }: Pick<Around, "settings" | "muted">,
  guild: GuildState,
  channel: Channel,
  isPinged: boolean,
): boolean {
  if (isMuted(muted, guild, channel.id)) return false;
  const channelId = isThread(channel) ? channel.parent_id : channel.id;
  const level = levelAt(readChoice(settings, guild.id), { guildId: guild.id, channelId });
  if (level === "none") return false;
  return isPinged || (level === "all" && (!isThread(channel) || Boolean(channel.member)));
}
