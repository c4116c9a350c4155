/** Brings a message that was asked for into view, once, and marks it for a moment. */
import { useEffect, useState } from "react";
import { useSession } from "@/binding/engine-context.tsx";
import type { Row } from "@/engine/timeline/rows.ts";
import type { Id } from "@/engine/wire.ts";
import type { RowFocus } from "./use-row-focus.ts";
import type { TimelineScroll } from "./use-timeline-scroll.ts";

const MARKED_MS = 3_000;

/** The id of the marked message. */
export function useTarget(
  channelId: Id,
  target: Id | null,
  rows: readonly Row[],
  { virtualizer }: TimelineScroll,
  { moveTo }: Pick<RowFocus, "moveTo">,
): Id | null {
  const { channels } = useSession();
  const [marked, setMarked] = useState<Id | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus moves once for each target
  useEffect(() => {
    if (target === null) return;
    const index = rows.findIndex((row) => row.kind === "message" && row.message.id === target);
    const row = rows[index];
    if (!row) return;
    virtualizer.scrollToIndex(index, { align: "center" });
    // It would bring the row to an edge, by heights that are not measured yet.
    moveTo(row.key, true);
    setMarked(target);
    channels.targetReached(channelId);
  }, [target, rows, virtualizer, channels, channelId]);

  useEffect(() => {
    if (marked === null) return;
    const timer = setTimeout(() => setMarked(null), MARKED_MS);
    return () => clearTimeout(timer);
  }, [marked]);
  return marked;
}
