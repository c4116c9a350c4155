/** A message as it is now, when it is loaded; else as it was when it was answered. Null: it is gone. */
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import type { Id, Message } from "@/engine/wire.ts";

export function useReferenced(channelId: Id, messageId: Id, known: Message | null): Message | null {
  const { channels } = useSession();
  return useFromStore(channels.store, (state) => {
    const timeline = state[channelId]?.timeline;
    if (timeline?.deleted.has(messageId)) return null;
    return timeline?.messages.find(({ id }) => id === messageId) ?? known;
  });
}
