/** The tab's title while a channel is shown: `(3) #general · Guild`. */
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { countUnread, titleMark } from "@/engine/unread.ts";
import { CHANNEL_TEXT } from "@/engine/wire.ts";
import { useTitle } from "@/ui/use-title.ts";

export function useChannelTitle(channelName: string, guildName: string): void {
  const { guilds, unread } = useSession();
  const known = useFromStore(guilds, (state) => state.guilds);
  const mark = useFromStore(unread, (state) => {
    const channels = Object.values(known).flatMap((guild) => Object.values(guild.channels));
    const ids = channels.filter(({ type }) => type === CHANNEL_TEXT).map(({ id }) => id);
    return titleMark(countUnread(state, ids));
  });
  useTitle(`${mark}#${channelName} · ${guildName}`);
}
