/** The scrolling list of a loaded timeline; only the rows in view exist. */
import { useCallback, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import type { ChannelView } from "@/engine/channels.ts";
import type { Row } from "@/engine/timeline/rows.ts";
import type { Id } from "@/engine/wire.ts";
import { useMissedCount } from "../hooks/use-missed-count.ts";
import { useRows } from "../hooks/use-rows.ts";
import { type TimelineScroll, useTimelineScroll } from "../hooks/use-timeline-scroll.ts";
import { useViewing } from "../hooks/use-viewing.ts";
import { Announcer } from "./announcer.tsx";
import { JumpButton } from "./jump-button.tsx";
import { PageNotice } from "./page-notice.tsx";
import { TimelineRow } from "./timeline-row.tsx";

interface MessageListProps {
  guildId: Id;
  channelId: Id;
  channelName: string;
  view: ChannelView;
}

export function MessageList({ guildId, channelId, channelName, view }: MessageListProps) {
  const { t } = useTranslation();
  const { channels } = useSession();
  const { timeline, failure } = view;
  const rows = useRows(channelId, timeline);
  const load = useCallback(
    (direction: "before" | "after") => {
      if (failure === null) void channels.load(channelId, direction);
    },
    [channels, channelId, failure],
  );
  const scroll = useTimelineScroll({
    rows,
    hasBefore: timeline.hasBefore,
    hasAfter: timeline.hasAfter,
    load,
  });
  const { virtualizer, scroller, atPresent } = scroll;
  const missed = useMissedCount(timeline, atPresent);
  useViewing(channelId, atPresent);
  useTarget(channelId, view.target, rows, scroll);

  const jump = async () => {
    if (timeline.hasAfter) await channels.load(channelId, "latest");
    virtualizer.scrollToEnd();
  };

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <PageNotice view={view} onRetry={() => failure && void channels.load(channelId, failure.direction)} />
      <div
        ref={scroller}
        onScroll={scroll.onScroll}
        role="log"
        aria-live="off"
        aria-label={t("messages.log", { channel: channelName })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it
        tabIndex={0}
        className="flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain [overflow-anchor:none] focus-visible:outline-offset-[-2px]"
      >
        <ol className="relative mt-auto w-full shrink-0" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return (
              row && (
                <li
                  key={item.key}
                  ref={virtualizer.measureElement}
                  data-index={item.index}
                  data-kind={row.kind}
                  className="absolute inset-x-0 top-0 flow-root"
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <TimelineRow row={row} guildId={guildId} channelName={channelName} />
                </li>
              )
            );
          })}
        </ol>
        <div aria-hidden className="h-4 shrink-0" />
      </div>
      {!atPresent && <JumpButton count={missed} onJump={() => void jump()} />}
      <Announcer guildId={guildId} timeline={timeline} />
    </div>
  );
}

/** Brings a message that was asked for into view, once. */
function useTarget(
  channelId: Id,
  target: Id | null,
  rows: readonly Row[],
  { virtualizer }: TimelineScroll,
): void {
  const { channels } = useSession();
  useEffect(() => {
    if (target === null) return;
    const index = rows.findIndex((row) => row.kind === "message" && row.message.id === target);
    if (index >= 0) virtualizer.scrollToIndex(index, { align: "center" });
    channels.targetReached(channelId);
  }, [target, rows, virtualizer, channels, channelId]);
}
