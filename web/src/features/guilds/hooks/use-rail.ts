/** The guilds of the rail, each with what is unread in it. */
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { heardIds, isMuted } from "@/engine/guilds/threads.ts";
import { iconPath } from "@/engine/pictures.ts";
import { isUnread } from "@/engine/unread.ts";
import type { Id } from "@/engine/wire.ts";

export interface RailEntry {
  id: Id;
  name: string;
  /** The address of its icon. */
  picture: string | null;
  unread: boolean;
  isMuted: boolean;
  mentions: number;
}

export function useRail(): RailEntry[] {
  const session = useSession();
  const { order, guilds } = useFromStore(session.guilds, (state) => state);
  const unread = useFromStore(session.unread, (state) => state);
  const muted = useFromStore(session.settings.muted, (state) => state);
  return order.flatMap((id) => {
    const guild = guilds[id];
    if (!guild) return [];
    const channels = heardIds(guild);
    const mentions = channels.reduce((sum, channel) => sum + (unread.mentions[channel] ?? 0), 0);
    const isNew = channels.some((channel) => isUnread(unread, channel) && !isMuted(muted, guild, channel));
    const picture = iconPath(guild);
    return [{ id, name: guild.name, picture, unread: isNew, isMuted: muted.has(id), mentions }];
  });
}
