/** How a user is shown in a guild: the name, and the colour of their highest role; oneself in the accent. */
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { displayName, roleColor } from "@/engine/guilds/arrange.ts";
import { avatarPath } from "@/engine/pictures.ts";
import type { Id, User } from "@/engine/wire.ts";
import { roleInk } from "@/ui/identity.ts";

export function usePersonName(guildId: Id, userId: Id, user?: User): string | null {
  const { guilds } = useSession();
  return useFromStore(guilds, (state) => {
    const member = state.guilds[guildId]?.members[userId];
    const known = member?.user ?? user;
    return known ? displayName(known, member) : null;
  });
}

/** The address of their picture; null: they have none. */
export function usePersonPicture(guildId: Id, user: User): string | null {
  const { guilds } = useSession();
  return useFromStore(guilds, (state) => avatarPath(state.guilds[guildId]?.members[user.id]?.user ?? user));
}

export function usePersonInk(guildId: Id, userId: Id): string | undefined {
  const { guilds, user: self } = useSession();
  const color = useFromStore(guilds, (state) => {
    const guild = state.guilds[guildId];
    const member = guild?.members[userId];
    return guild && member ? roleColor(guild, member.roles) : 0;
  });
  return userId === self.id ? "var(--accent-text)" : roleInk(color);
}
