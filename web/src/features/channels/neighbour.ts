/** The channel above or below another one, round and round. */
import { arrangeChannels } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { arrangeConversations, HOME } from "@/engine/guilds/home.ts";
import { type Channel, holdsMessages, type Id } from "@/engine/wire.ts";

/** As they stand in the list. `newest`: the last message of each. */
export function listedChannels(guild: GuildState, newest: Readonly<Record<Id, Id>>): Channel[] {
  if (guild.id === HOME) return arrangeConversations(guild, newest);
  return arrangeChannels(guild)
    .flatMap(({ channels }) => channels)
    .filter(holdsMessages);
}

/** `wanted`: which of them count. Null: there is no other one. */
export function neighbourChannel(
  channels: readonly Channel[],
  current: Id | null,
  step: 1 | -1,
  wanted: (channelId: Id) => boolean = () => true,
): Id | null {
  const ids = channels.map(({ id }) => id);
  const at = current === null ? -1 : ids.indexOf(current);
  const start = at === -1 && step === -1 ? 0 : at;
  for (let distance = 1; distance <= ids.length; distance++) {
    const id = ids[(start + step * distance + ids.length * 2) % ids.length];
    if (id !== undefined && id !== current && wanted(id)) return id;
  }
  return null;
}
