/**
 * Who is in the voice channels of a guild.
 *
 * - VS1  A user is in one channel of a guild at most; without a channel they are in none.
 */
import type { GuildsState } from "../guilds/guilds.ts";
import { HOME } from "../guilds/home.ts";
import type { Id, VoiceState } from "../wire.ts";

export type VoiceStates = Readonly<Record<Id, VoiceState>>;

export const NOBODY_IN_VOICE: VoiceStates = {};

export function readVoiceStates(states: readonly VoiceState[]): VoiceStates {
  return states.reduce(withVoiceState, NOBODY_IN_VOICE);
}

export function withVoiceState(states: VoiceStates, state: VoiceState): VoiceStates {
  const { [state.user_id]: _before, ...others } = states;
  return state.channel_id === null ? others : { ...others, [state.user_id]: state };
}

/** A channel is gone, or is not to be seen any more. */
export function withoutChannel(states: VoiceStates, channelId: Id): VoiceStates {
  const kept = Object.entries(states).filter(([, state]) => state.channel_id !== channelId);
  return kept.length === Object.keys(states).length ? states : Object.fromEntries(kept);
}

/** The guild of a state; of a conversation, what stands for one. */
export function placeOfState({ guild_id }: Pick<VoiceState, "guild_id">): Id {
  return guild_id ?? HOME;
}

/** How the server is told of a guild: of what stands for one, not at all. */
export function toldGuild(guildId: Id): Id | null {
  return guildId === HOME ? null : guildId;
}

/** Where a user is, in whichever guild. */
export function voiceStateOf({ guilds }: GuildsState, userId: Id): (VoiceState & { guild_id: Id }) | null {
  for (const [guild_id, { voice }] of Object.entries(guilds)) {
    const state = voice[userId];
    if (state) return { ...state, guild_id };
  }
  return null;
}
