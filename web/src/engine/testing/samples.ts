/** Wire objects for tests, each with only what the test is about. */
import type { Channel, GuildCreate, Id, Member, Message, Role, User, VoiceState } from "../wire.ts";

const EPOCH_MS = 1_420_070_400_000n;

/** An id that was made at `timeMs`. */
export function idAt(timeMs: number, n = 0): Id {
  return String(((BigInt(timeMs) - EPOCH_MS) << 22n) + BigInt(n));
}

const NOON = Date.UTC(2026, 10, 22, 12, 0);

export function user(name: string, n = 1): User {
  return { id: idAt(NOON, n), username: name, global_name: null, avatar: null };
}

export const ada = user("ada", 1);
export const bob = user("bob", 2);

/** The `n`th message of a channel, one a second. */
export function message(n: number, part: Partial<Message> = {}): Message {
  const timeMs = NOON + n * 1000;
  return {
    id: idAt(timeMs),
    channel_id: "10",
    guild_id: "1",
    author: bob,
    content: `message ${n}`,
    timestamp: new Date(timeMs).toISOString(),
    edited_timestamp: null,
    mentions: [],
    mention_everyone: false,
    type: 0,
    ...part,
  };
}

export function role(id: Id, part: Partial<Role> = {}): Role {
  return { id, name: `role ${id}`, permissions: "0", position: 1, color: 0, hoist: false, ...part };
}

export function channel(id: Id, part: Partial<Channel> = {}): Channel {
  return { id, type: 0, guild_id: "1", name: `channel-${id}`, position: 0, parent_id: null, ...part };
}

export function member(of: User, roles: Id[] = []): Member {
  return { user: of, nick: null, roles, joined_at: "2026-11-22T12:00:00Z" };
}

/** View, send, invite and manage channels: enough for every button. */
export const EVERYONE_MAY = String((1n << 0n) | (1n << 4n) | (1n << 10n) | (1n << 11n));

export function guildCreate(part: Partial<GuildCreate> = {}): GuildCreate {
  return {
    id: "1",
    name: "Rookery",
    icon: null,
    owner_id: bob.id,
    roles: [role("1", { name: "@everyone", permissions: EVERYONE_MAY })],
    channels: [channel("10", { name: "general" }), channel("11", { name: "Lounge", type: 2 })],
    threads: [],
    members: [member(ada), member(bob)],
    presences: [{ user: { id: ada.id }, status: "online" }],
    voice_states: [],
    member_count: 2,
    ...part,
  };
}

/** Somebody in the voice channel of the guild. */
export function voiceState(of: User, part: Partial<VoiceState> = {}): VoiceState {
  return {
    guild_id: "1",
    channel_id: "11",
    user_id: of.id,
    session_id: `session of ${of.username}`,
    mute: false,
    deaf: false,
    self_mute: false,
    self_deaf: false,
    suppress: false,
    ...part,
  };
}
