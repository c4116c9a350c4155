/** The rows of a channel's timeline, with what is not sent yet. */
import { useMemo, useState } from "react";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { pendingIn } from "@/engine/outbox/outbox.ts";
import { buildRows, type Row } from "@/engine/timeline/rows.ts";
import type { Timeline } from "@/engine/timeline/timeline.ts";
import { isUnread } from "@/engine/unread.ts";
import type { Id } from "@/engine/wire.ts";

export function useRows(channelId: Id, timeline: Timeline): Row[] {
  const { user, outbox, unread } = useSession();
  const entries = useFromStore(outbox.store, (state) => state.entries);
  const leaving = useFromStore(outbox.store, (state) => state.leaving);
  // Where the reader was when the channel was opened; the mark stays while they read on.
  const [lastReadId] = useState(() => {
    const state = unread.getState();
    return isUnread(state, channelId) ? (state.read[channelId] ?? null) : null;
  });
  const { messages, hasBefore, hasAfter } = timeline;
  return useMemo(() => {
    const pending = hasAfter ? [] : pendingIn([...entries, ...leaving], channelId, messages, user.id);
    return buildRows({ messages, pending, self: user, hasBefore, lastReadId });
  }, [messages, hasBefore, hasAfter, entries, leaving, channelId, user, lastReadId]);
}
