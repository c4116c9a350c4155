/** The tab's title, with what waits in all of them: `(3) #general · Guild`. */
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { HOME } from "@/engine/guilds/home.ts";
import { heardIds, isMuted } from "@/engine/guilds/threads.ts";
import { countUnread, titleMark } from "@/engine/unread.ts";
import type { Id } from "@/engine/wire.ts";
import { useTitle } from "@/ui/use-title.ts";

export function useMarkedTitle(place: string): void {
  const { guilds, unread, settings } = useSession();
  const known = useFromStore(guilds, (state) => state.guilds);
  const muted = useFromStore(settings.muted, (state) => state);
  const mark = useFromStore(unread, (state) => {
    const counts = Object.values(known).map((guild) => {
      const isQuiet = (id: Id) => isMuted(muted, guild, id);
      // In a conversation every message counts as one to the reader.
      const ids = heardIds(guild).filter((id) => guild.id !== HOME || !isQuiet(id));
      return countUnread(state, ids, isQuiet);
    });
    return titleMark({
      channels: counts.reduce((sum, { channels }) => sum + channels, 0),
      mentions: counts.reduce((sum, { mentions }) => sum + mentions, 0),
    });
  });
  useTitle(mark + place);
}
