import { isMuted } from "@/engine/guilds/threads.ts";
import type { Id } from "@/engine/wire.ts";
import { useFromStore, useSession } from "./engine-context.tsx";
import { useGuild } from "./use-guild.ts";

/** Whether a channel, or what is above it, is muted; with the guild's own id, whether all of it is. */
export function useMuted(guildId: Id, id: Id): boolean {
  const guild = useGuild(guildId);
  return useFromStore(useSession().settings.muted, (muted) => isMuted(muted, guild, id));
}
