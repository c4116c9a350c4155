/** The guilds of the rail, each with what is unread in it. */
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { isUnread } from "@/engine/unread.ts";
import type { Id } from "@/engine/wire.ts";

export interface RailEntry {
  id: Id;
  name: string;
  unread: boolean;
  mentions: number;
}

export function useRail(): RailEntry[] {
  const session = useSession();
  const { order, guilds } = useFromStore(session.guilds, (state) => state);
  const unread = useFromStore(session.unread, (state) => state);
  return order.flatMap((id) => {
    const guild = guilds[id];
    if (!guild) return [];
    const channels = Object.keys(guild.channels);
    const mentions = channels.reduce((sum, channel) => sum + (unread.mentions[channel] ?? 0), 0);
    return [
      { id, name: guild.name, unread: channels.some((channel) => isUnread(unread, channel)), mentions },
    ];
  });
}
