/** The way up to the first unread message, while it is out of view. */
import { useEffect, useState } from "react";
import { useSession } from "@/binding/engine-context.tsx";
import { compareIds } from "@/engine/snowflake.ts";
import type { Row } from "@/engine/timeline/rows.ts";
import { countAfter, type Timeline } from "@/engine/timeline/timeline.ts";
import type { Id } from "@/engine/wire.ts";
import type { TimelineScroll } from "./use-timeline-scroll.ts";

export interface UnreadJump {
  count: number;
  /** When the first of them came; null when there are more than are loaded. */
  sinceMs: number | null;
  jump(): void;
  dismiss(): void;
}

export function useUnreadJump(
  channelId: Id,
  timeline: Timeline,
  rows: readonly Row[],
  lastReadId: Id | null,
  { virtualizer }: TimelineScroll,
): UnreadJump | null {
  const { channels } = useSession();
  /** The mark that was reached or put away. */
  const [done, setDone] = useState<Id | null>(null);
  const at = rows.findIndex(({ kind }) => kind === "new");
  const row = rows[at];
  const { range } = virtualizer;
  const isSeen = row !== undefined && range !== null && at >= range.startIndex;
  useEffect(() => {
    if (isSeen) setDone(lastReadId);
  }, [isSeen, lastReadId]);

  if (lastReadId === null || done === lastReadId || isSeen) return null;
  const oldest = timeline.messages[0];
  const isAbove = timeline.hasBefore && oldest !== undefined && compareIds(oldest.id, lastReadId) > 0;
  const count = countAfter(timeline.messages, lastReadId);
  // What nobody has ever read has no beginning to jump to.
  if (count === 0 || (isAbove ? lastReadId === "0" : row?.kind !== "new")) return null;
  return {
    count,
    sinceMs: !isAbove && row?.kind === "new" ? row.timeMs : null,
    jump() {
      if (isAbove) void channels.jumpPast(channelId, lastReadId);
      else virtualizer.scrollToIndex(at, { align: "start" });
      setDone(lastReadId);
    },
    dismiss: () => setDone(lastReadId),
  };
}
