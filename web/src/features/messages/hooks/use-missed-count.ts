/** How many messages came since the reader left the end of the timeline. */
import { useState } from "react";
import { countAfter, type Timeline } from "@/engine/timeline/timeline.ts";
import type { Id } from "@/engine/wire.ts";

export function useMissedCount(timeline: Timeline, atPresent: boolean): number {
  const [leftAt, setLeftAt] = useState<Id | null>(null);
  const newest = timeline.messages.at(-1)?.id ?? null;
  // While at the end the mark moves along; it stays where the reader left.
  if (atPresent && leftAt !== newest) setLeftAt(newest);
  if (atPresent || leftAt === null) return 0;
  return countAfter(timeline.messages, leftAt) + timeline.ahead.length;
}
