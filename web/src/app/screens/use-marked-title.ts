/** The tab's title, with what waits in all of them: `(3) #general · Guild`. */
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { heardIds } from "@/engine/guilds/threads.ts";
import { countUnread, titleMark } from "@/engine/unread.ts";
import { useTitle } from "@/ui/use-title.ts";

export function useMarkedTitle(place: string): void {
  const { guilds, unread } = useSession();
  const known = useFromStore(guilds, (state) => state.guilds);
  const mark = useFromStore(unread, (state) => {
    return titleMark(countUnread(state, Object.values(known).flatMap(heardIds)));
  });
  useTitle(mark + place);
}
