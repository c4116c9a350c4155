/** How a user is shown in a guild: the name, and the colour of their highest role; oneself in the accent. */
import { useShallow } from "zustand/react/shallow";
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

export interface Person {
  name: string;
  /** The address of their picture; null: they have none. */
  picture: string | null;
  ink: string | undefined;
}

/** All of it by one look at the guild, which counts where many rows come at once. */
export function usePerson(guildId: Id, user: User): Person {
  const { guilds, user: self } = useSession();
  const shown = useFromStore(
    guilds,
    useShallow((state) => {
      const guild = state.guilds[guildId];
      const member = guild?.members[user.id];
      const known = member?.user ?? user;
      const color = guild && member ? roleColor(guild, member.roles) : 0;
      return { name: displayName(known, member), picture: avatarPath(known), color };
    }),
  );
  const { name, picture, color } = shown;
  return { name, picture, ink: user.id === self.id ? "var(--accent-text)" : roleInk(color) };
}
