/** What a conversation is called. */
import { shownName } from "../friends.ts";
import type { Channel } from "../wire.ts";
import type { GuildState } from "./guilds.ts";
import { recipientsOf } from "./home.ts";

/** A group without a name has those of the people in it, and of its owner when they are alone. */
export function conversationName(home: GuildState, channel: Channel): string {
  if (channel.name) return channel.name;
  const recipients = recipientsOf(home, channel);
  const owner = home.members[channel.owner_id ?? ""];
  const people = recipients.length === 0 && owner ? [owner.user] : recipients;
  return people.map(shownName).join(", ");
}
