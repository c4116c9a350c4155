/**
 * What a person wants to hear of, by guild and channel, in the settings that are kept with the account.
 *
 * - NC1  Each guild has a key of its own: devices that change two guilds at once do not meet.
 * - NC2  What is stored wrongly is as if nothing was chosen, and what is as usual is not stored.
 * - NC3  Whoever writes clears up: channels and guilds that are gone, mutes that are over.
 */
import type { GuildState, GuildsState } from "../guilds/guilds.ts";
import { HOME } from "../guilds/home.ts";
import { asRecord, mutedUntil, NOTIFY, type Settings } from "../settings.ts";
import type { Id } from "../wire.ts";

/** Conversations that are in no list at the moment, and come back with the next message. */
const UNLISTED_MAX = 50;

export const LEVELS = ["all", "mentions", "none"] as const;

export type Level = (typeof LEVELS)[number];

/** What was chosen; what was not is left out. `mutedUntil` null: until it is turned on again. */
export interface Choice {
  level?: Level;
  mutedUntil?: number | null;
}

export interface GuildChoice extends Choice {
  channels: Readonly<Record<Id, Choice>>;
}

/** Of a guild, or of one channel in it. */
export interface Place {
  guildId: Id;
  channelId: Id | null;
}

/** What one does about it; a level of null is the usual one. */
export type Wish = { level: Level | null } | { mutedUntil: number | null } | { unmuted: true };

export function readChoice(settings: Settings, guildId: Id): GuildChoice {
  const stored = settings[NOTIFY + guildId];
  const channels = Object.entries(asRecord(asRecord(stored).channels));
  return { ...read(stored), channels: Object.fromEntries(channels.map(([id, one]) => [id, read(one)])) };
}

/** In conversations all is said to oneself. */
export function usualLevel(guildId: Id): Level {
  return guildId === HOME ? "all" : "mentions";
}

/** Without a channel: what holds for those that have no level of their own. */
export function levelAt(choice: GuildChoice, { guildId, channelId }: Place): Level {
  const own = channelId === null ? undefined : choice.channels[channelId]?.level;
  return own ?? choice.level ?? usualLevel(guildId);
}

/** NC3. The keys to write so that a wish comes true. */
export function patchFor(
  settings: Settings,
  { order, guilds, awaited }: GuildsState,
  { guildId, channelId }: Place,
  wish: Wish,
  nowMs: number,
): Settings {
  const choice = readChoice(settings, guildId);
  const channels = { ...choice.channels };
  let own: Choice = choice;
  if (channelId === null) own = wished(choice, wish);
  else channels[channelId] = wished(channels[channelId] ?? {}, wish);
  const patch = { [NOTIFY + guildId]: stored({ ...own, channels }, guilds[guildId], nowMs) };
  // While some are still to come, nobody knows which are gone.
  if (awaited === null || awaited.length > 0) return patch;
  const isGone = (id: Id) => id !== HOME && id !== guildId && !order.includes(id);
  const gone = Object.keys(settings).filter(
    (key) => key.startsWith(NOTIFY) && isGone(key.slice(NOTIFY.length)),
  );
  return { ...Object.fromEntries(gone.map((key) => [key, null])), ...patch };
}

function wished(choice: Choice, wish: Wish): Choice {
  if ("level" in wish) {
    const { level: _before, ...rest } = choice;
    return wish.level ? { ...rest, level: wish.level } : rest;
  }
  const { mutedUntil: _before, ...rest } = choice;
  return "mutedUntil" in wish ? { ...rest, mutedUntil: wish.mutedUntil } : rest;
}

/** Null where all is as usual. */
function stored(choice: GuildChoice, guild: GuildState | undefined, nowMs: number): object | null {
  const usual = guild ? usualLevel(guild.id) : undefined;
  const isKnown = (id: Id) => guild?.channels[id] !== undefined;
  const ids = Object.keys(choice.channels);
  const unknown = guild && guild.id !== HOME ? [] : ids.filter((id) => !isKnown(id)).slice(-UNLISTED_MAX);
  const channels = Object.entries(choice.channels)
    .filter(([id]) => isKnown(id) || unknown.includes(id))
    .map(([id, one]) => [id, compact(one, undefined, nowMs)] as const)
    .filter(([, one]) => Object.keys(one).length > 0);
  const own = compact(choice, usual, nowMs);
  const all = channels.length > 0 ? { ...own, channels: Object.fromEntries(channels) } : own;
  return Object.keys(all).length > 0 ? all : null;
}

function compact({ level, mutedUntil: until }: Choice, usual: Level | undefined, nowMs: number): object {
  const isMuted = until === null || (until !== undefined && until > nowMs);
  return { ...(level && level !== usual && { level }), ...(isMuted && { muted_until: until }) };
}

/** NC2 */
function read(value: unknown): Choice {
  const level = LEVELS.find((known) => known === asRecord(value).level);
  const until = mutedUntil(value);
  return { ...(level && { level }), ...(until !== undefined && { mutedUntil: until }) };
}
