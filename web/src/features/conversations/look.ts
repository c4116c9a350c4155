/** What stands for a conversation in lists and above it. */
import { shownName } from "@/engine/friends.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { isGroup, recipientsOf, statusAtHome } from "@/engine/guilds/home.ts";
import { avatarPath } from "@/engine/pictures.ts";
import type { Channel, Id, Status, User } from "@/engine/wire.ts";

export interface Look {
  /** A group has no picture of its own: initials of its name, in its own hue. */
  face: { id: Id; picture: string | null };
  /** Of a friend. */
  status: Status | undefined;
  /** What they say beside their name. */
  text: string | undefined;
  /** How many are in a group. */
  people: number | undefined;
  isBot: boolean;
}

export function lookOf(home: GuildState, channel: Channel): Look {
  const [first] = recipientsOf(home, channel);
  if (isGroup(channel) || !first) {
    const people = isGroup(channel) ? (channel.recipients ?? []).length + 1 : undefined;
    const face = { id: channel.id, picture: null };
    return { face, status: undefined, text: undefined, people, isBot: false };
  }
  const face = { id: first.id, picture: avatarPath(first) };
  const status = statusAtHome(home, first.id);
  return { face, status, text: home.texts[first.id], people: undefined, isBot: first.bot ?? false };
}

/** Everybody in a group, the reader too, its owner first. */
export function peopleOf(home: GuildState, channel: Channel, self: User): User[] {
  const owns = ({ id }: User) => Number(id === channel.owner_id);
  const people = [home.members[self.id]?.user ?? self, ...recipientsOf(home, channel)];
  const byName = (a: User, b: User) => shownName(a).localeCompare(shownName(b));
  return people.sort((a, b) => owns(b) - owns(a) || byName(a, b));
}
