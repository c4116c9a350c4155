/** What stands for a conversation in lists and above it. */
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { isGroup, recipientsOf, statusAtHome } from "@/engine/guilds/home.ts";
import { avatarPath } from "@/engine/pictures.ts";
import type { Channel, Id, Status } from "@/engine/wire.ts";

export interface Look {
  /** A group has no picture of its own: initials of its name, in its own hue. */
  face: { id: Id; picture: string | null };
  /** Of a friend. */
  status: Status | undefined;
  /** How many are in a group. */
  people: number | undefined;
}

export function lookOf(home: GuildState, channel: Channel): Look {
  const [first] = recipientsOf(home, channel);
  if (isGroup(channel) || !first) {
    const people = isGroup(channel) ? (channel.recipients ?? []).length + 1 : undefined;
    return { face: { id: channel.id, picture: null }, status: undefined, people };
  }
  const face = { id: first.id, picture: avatarPath(first) };
  return { face, status: statusAtHome(home, first.id), people: undefined };
}
