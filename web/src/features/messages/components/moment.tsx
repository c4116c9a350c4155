/** A moment in the reader's own time zone. */
import type { TimeStyle } from "@/engine/markdown/tree.ts";
import { fullTime, styledTime } from "@/ui/time.ts";

export function Moment({ timeMs, style }: { timeMs: number; style: TimeStyle }) {
  return (
    <time
      dateTime={new Date(timeMs).toISOString()}
      title={fullTime(timeMs)}
      className="rounded-[4px] bg-raised px-1"
    >
      {styledTime(timeMs, style)}
    </time>
  );
}
