/** The scrolling list of a loaded timeline; only the rows in view exist. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import type { ChannelView } from "@/engine/channels.ts";
import type { Id } from "@/engine/wire.ts";
import { useMissedCount } from "../hooks/use-missed-count.ts";
import { useMoveMark, useNewMark } from "../hooks/use-new-mark.ts";
import { useFocusActiveRow, useRowFocus } from "../hooks/use-row-focus.ts";
import { useRows } from "../hooks/use-rows.ts";
import { useTarget } from "../hooks/use-target.ts";
import { useTimelineScroll } from "../hooks/use-timeline-scroll.ts";
import { useUnreadJump } from "../hooks/use-unread-jump.ts";
import { useViewing } from "../hooks/use-viewing.ts";
import { Announcer } from "./announcer.tsx";
import { JumpButton } from "./jump-button.tsx";
import { PageNotice } from "./page-notice.tsx";
import { RowList } from "./row-list.tsx";
import { UnreadBar } from "./unread-bar.tsx";

interface MessageListProps {
  guildId: Id;
  channelId: Id;
  channelName: string;
  isThread: boolean;
  view: ChannelView;
}

export function MessageList({ guildId, channelId, channelName, isThread, view }: MessageListProps) {
  const { t } = useTranslation();
  const { channels } = useSession();
  const { timeline, failure, loading } = view;
  const { hasBefore, hasAfter } = timeline;
  const mark = useNewMark(channelId);
  const rows = useRows(channelId, timeline, mark.lastReadId);
  const load = useCallback(
    (direction: "before" | "after") => {
      if (failure === null) void channels.load(channelId, direction);
    },
    [channels, channelId, failure],
  );
  const focus = useRowFocus(rows);
  const scroll = useTimelineScroll({
    rows,
    hasBefore,
    hasAfter,
    keptIndex: focus.activeIndex,
    loading,
    load,
  });
  const { virtualizer, scroller, atPresent } = scroll;
  const missed = useMissedCount(timeline, atPresent);
  useMoveMark(mark, useViewing(channelId, atPresent));
  useFocusActiveRow(focus, scroll);
  const markedId = useTarget(channelId, view.target, rows, scroll, focus);
  const unread = useUnreadJump(channelId, timeline, rows, mark.lastReadId, scroll);

  const jump = async () => {
    if (hasAfter) await channels.load(channelId, "latest");
    virtualizer.scrollToEnd();
  };

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <PageNotice
        view={view}
        onRetry={() => failure && void channels.load(channelId, failure.direction)}
        onDismiss={() => channels.targetReached(channelId)}
      />
      {unread && <UnreadBar unread={unread} />}
      <div
        ref={scroller}
        onScroll={scroll.onScroll}
        {...focus.on}
        role="log"
        aria-live="off"
        aria-label={t("messages.log", { channel: channelName })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it
        tabIndex={0}
        className="flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain [overflow-anchor:none] focus-visible:outline-offset-[-2px]"
      >
        <RowList
          rows={rows}
          guildId={guildId}
          channelName={channelName}
          isThread={isThread}
          atNewest={!hasAfter}
          activeKey={focus.activeKey}
          markedId={markedId}
          virtualizer={virtualizer}
        />
        <div aria-hidden className="h-4 shrink-0" />
      </div>
      {!atPresent && <JumpButton count={missed} onJump={() => void jump()} />}
      <Announcer guildId={guildId} timeline={timeline} />
    </div>
  );
}
