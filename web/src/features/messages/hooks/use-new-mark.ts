/**
 * Where the reader was when they last looked: what others said since stands below the "new" divider. The
 * mark moves when the reader leaves, so it stays while they read on; and at once when they make something
 * unread again, here or on another device.
 */
import { useEffect, useState } from "react";
import { useSession } from "@/binding/engine-context.tsx";
import { compareIds } from "@/engine/snowflake.ts";
import { isUnread } from "@/engine/unread.ts";
import type { Id } from "@/engine/wire.ts";

export interface NewMark {
  lastReadId: Id | null;
  leave(): void;
}

export function useNewMark(channelId: Id): NewMark {
  const { unread } = useSession();
  const [lastReadId, setLastReadId] = useState(() => {
    const state = unread.getState();
    return isUnread(state, channelId) ? (state.read[channelId] ?? null) : null;
  });
  const [leave] = useState(() => () => setLastReadId(unread.getState().read[channelId] ?? null));
  useEffect(
    () =>
      unread.subscribe(({ read }, { read: before }) => {
        const [now, was] = [read[channelId], before[channelId]];
        if (now !== undefined && was !== undefined && compareIds(now, was) < 0) setLastReadId(now);
      }),
    [unread, channelId],
  );
  return { lastReadId, leave };
}

/** Moves the mark to where the reader was, whenever they stop looking. */
export function useMoveMark({ leave }: NewMark, isLooking: boolean): void {
  useEffect(() => (isLooking ? leave : undefined), [isLooking, leave]);
}
