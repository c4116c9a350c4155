/** The rows in view, each at its place. */

import { useSession } from "@/binding/engine-context.tsx";
import { Part } from "@/binding/part.tsx";
import type { Row } from "@/engine/timeline/rows.ts";
import type { Id } from "@/engine/wire.ts";
import { isChangeable } from "@/engine/writing.ts";
import type { TimelineScroll } from "../hooks/use-timeline-scroll.ts";
import { TimelineRow } from "./timeline-row.tsx";

interface RowListProps {
  rows: readonly Row[];
  guildId: Id;
  channelName: string;
  isThread: boolean;
  /** Whether the last row is the newest there is. */
  atNewest: boolean;
  /** The row with the focus. */
  activeKey: string | null;
  /** The message that a link led to. */
  markedId: Id | null;
  virtualizer: TimelineScroll["virtualizer"];
}

export function RowList({
  rows,
  guildId,
  channelName,
  isThread,
  atNewest,
  activeKey,
  markedId,
  virtualizer,
}: RowListProps) {
  const { user } = useSession();
  const isOwn = (row: Row) =>
    row.kind === "message" && isChangeable(row.message) && row.message.author.id === user.id;
  const newestOwn = atNewest ? rows.findLast(isOwn) : undefined;
  return (
    <ol ref={virtualizer.containerRef} className="relative mt-auto w-full shrink-0">
      {virtualizer.getVirtualItems().map((item) => {
        const row = rows[item.index];
        return (
          row && (
            <li
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              data-kind={row.kind}
              className="absolute inset-x-0 top-0 flow-root hover:z-10 focus-within:z-10"
            >
              <Part look="line">
                <TimelineRow
                  row={row}
                  guildId={guildId}
                  channelName={channelName}
                  isThread={isThread}
                  isActive={row.key === activeKey}
                  isNewestOwn={row === newestOwn}
                  isMarked={row.kind === "message" && row.message.id === markedId}
                />
              </Part>
            </li>
          )
        );
      })}
    </ol>
  );
}
