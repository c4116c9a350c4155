/** Whether a message is about the reader: by name, by one of their roles, or as one of everybody. */
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { isMentioned } from "@/engine/unread.ts";
import type { Id, Message } from "@/engine/wire.ts";

export function useIsPinged(guildId: Id, message: Message): boolean {
  const { guilds, user } = useSession();
  return useFromStore(guilds, (state) =>
    isMentioned(message, user.id, state.guilds[guildId]?.members[user.id]?.roles ?? []),
  );
}
