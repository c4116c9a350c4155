/** The rows of a channel's timeline, with what is not sent yet. */
import { useMemo } from "react";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { pendingIn } from "@/engine/outbox/outbox.ts";
import { buildRows, type Row } from "@/engine/timeline/rows.ts";
import type { Timeline } from "@/engine/timeline/timeline.ts";
import type { Id } from "@/engine/wire.ts";

/** `lastReadId`: below it stands what is new. */
export function useRows(channelId: Id, timeline: Timeline, lastReadId: Id | null): Row[] {
  const { user, outbox } = useSession();
  const entries = useFromStore(outbox.store, (state) => state.entries);
  const leaving = useFromStore(outbox.store, (state) => state.leaving);
  const { messages, hasBefore, hasAfter, skippedTo } = timeline;
  return useMemo(() => {
    const pending = hasAfter ? [] : pendingIn([...entries, ...leaving], channelId, messages, user.id);
    return buildRows({ messages, pending, self: user, hasBefore, lastReadId, skippedTo });
  }, [messages, hasBefore, hasAfter, skippedTo, entries, leaving, channelId, user, lastReadId]);
}
