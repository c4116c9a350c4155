/** A guild as a GUILD_CREATE, from what is known of it: what a tab that comes later is told. */
import type { Channel, GuildCreate, Id } from "../wire.ts";
import type { GuildState } from "./guilds.ts";
import { listPresences } from "./presences.ts";

/** `newest`: the last message of each channel, as far as it is known. */
export function toGuildCreate(guild: GuildState, newest: Readonly<Record<Id, Id>>): GuildCreate {
  const withNewest = (channel: Channel): Channel => {
    const last_message_id = newest[channel.id] ?? channel.last_message_id;
    return last_message_id === undefined ? channel : { ...channel, last_message_id };
  };
  return {
    id: guild.id,
    name: guild.name,
    icon: guild.icon,
    owner_id: guild.ownerId,
    roles: Object.values(guild.roles),
    channels: Object.values(guild.channels).map(withNewest),
    threads: Object.values(guild.threads).map(withNewest),
    members: Object.values(guild.members),
    presences: listPresences(guild),
    voice_states: Object.values(guild.voice),
    member_count: guild.memberCount,
  };
}
