/** How a mention is called where it is only a word: in previews, and in notifications. */
import { displayName } from "../guilds/arrange.ts";
import type { GuildState } from "../guilds/guilds.ts";
import type { Id, User } from "../wire.ts";

/** `mentions`: the users that the message names itself. */
export function mentionNames(guild: GuildState | undefined, mentions: readonly User[]) {
  return ({ kind, id }: { kind: string; id: Id }): string => {
    if (kind === "channel") return `#${guild?.channels[id]?.name ?? "?"}`;
    if (kind === "role") return `@${guild?.roles[id]?.name ?? "?"}`;
    const member = guild?.members[id];
    const user = member?.user ?? mentions.find((one) => one.id === id);
    return `@${user ? displayName(user, member) : "?"}`;
  };
}
