/** Those in a voice channel as they are shown. */
import { displayName, roleColor } from "../guilds/arrange.ts";
import type { GuildState } from "../guilds/guilds.ts";
import type { Id, User, VoiceState } from "../wire.ts";

export interface Participant {
  state: VoiceState;
  /** Null: nothing is known of them but that they are there. */
  user: User | null;
  name: string;
  color: number;
}

/** Those in a channel, by name. */
export function participantsOf(guild: GuildState, channelId: Id): Participant[] {
  return Object.values(guild.voice)
    .filter(({ channel_id }) => channel_id === channelId)
    .map((state) => {
      const member = guild.members[state.user_id] ?? state.member ?? null;
      const user = member?.user ?? null;
      const name = member && user ? displayName(user, member) : "";
      return { state, user, name, color: roleColor(guild, member?.roles ?? []) };
    })
    .sort((a, b) => a.name.localeCompare(b.name) || a.state.user_id.localeCompare(b.state.user_id));
}

/** Nobody hears them, for whatever reason. */
export function isSilent({ mute, self_mute, suppress }: VoiceState): boolean {
  return mute || self_mute || suppress;
}

export function isDeaf({ deaf, self_deaf }: VoiceState): boolean {
  return deaf || self_deaf;
}
