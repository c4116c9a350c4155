/** Who has to do with a call, by the names that they have now. */
import { shownName } from "@/engine/friends.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { recipientsOf } from "@/engine/guilds/home.ts";
import type { Channel, Id, User } from "@/engine/wire.ts";

/** Who is in a conversation besides the reader, of these. */
export function amongThem(home: GuildState, channel: Channel, ids: readonly Id[]): User[] {
  return recipientsOf(home, channel).filter(({ id }) => ids.includes(id));
}

export function namesOf(people: readonly User[]): string {
  return people.map(shownName).join(", ");
}
