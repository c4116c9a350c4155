/**
 * Scrolling of the timeline: stays at the end while the reader is there, keeps its place otherwise, and
 * asks for further pages near both ends.
 */
import {
  defaultRangeExtractor,
  measureElement,
  type Range,
  type ReactVirtualizer,
  useVirtualizer,
  type Virtualizer,
} from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { ChannelView } from "@/engine/channels.ts";
import type { Row } from "@/engine/timeline/rows.ts";
import { rowHeights } from "../row-height.ts";
import { useStayAtEnd } from "./use-stay-at-end.ts";

/** This near to the end counts as being there. */
const END_PX = 60;
/** Room above a row that is scrolled to, for the tools that stand over its edge. */
const TOOLS_PX = 24;
/** Pages are asked for this long before their end is in view. */
const AHEAD_PX = 800;

interface TimelineScrollOptions {
  rows: readonly Row[];
  hasBefore: boolean;
  hasAfter: boolean;
  /** A row that exists even when it is out of view: it has the focus. */
  keptIndex: number | null;
  loading: ChannelView["loading"];
  load(direction: "before" | "after"): void;
}

export interface TimelineScroll {
  scroller: RefObject<HTMLDivElement | null>;
  virtualizer: ReactVirtualizer<HTMLDivElement, HTMLLIElement>;
  /** Whether the newest message is in view. */
  atPresent: boolean;
  onScroll(): void;
}

export function useTimelineScroll({
  rows,
  hasBefore,
  hasAfter,
  keptIndex,
  loading,
  load,
}: TimelineScrollOptions): TimelineScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const isAtEnd = useRef(true);
  const [heights] = useState(rowHeights);
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLLIElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.key ?? index,
    estimateSize: (index) => heights.guessPx(rows[index]),
    measureElement: (element, entry, instance) => {
      const px = measureElement(element, entry, instance);
      heights.learn(rows[instance.indexFromElement(element)], px);
      return px;
    },
    anchorTo: "end",
    followOnAppend: !hasAfter,
    scrollEndThreshold: END_PX,
    overscan: 5,
    directDomUpdates: true,
    scrollPaddingStart: TOOLS_PX,
    rangeExtractor: useCallback((range: Range) => withKept(range, keptIndex), [keptIndex]),
  });

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const belowPx = element.scrollHeight - element.clientHeight - element.scrollTop;
    isAtEnd.current = belowPx <= END_PX;
    setAtEnd(isAtEnd.current);
    if (hasBefore && element.scrollTop < AHEAD_PX) load("before");
    if (hasAfter && belowPx < AHEAD_PX) load("after");
  }, [hasBefore, hasAfter, load]);

  useLayoutEffect(() => virtualizer.scrollToEnd(), [virtualizer]);
  // Rows that came may leave room for more, without anybody scrolling; so may a page that came too late.
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are the reasons to look again
  useEffect(onScroll, [rows, loading, onScroll]);
  useFollowOwn(rows, virtualizer);
  const scrollToEnd = useCallback(() => virtualizer.scrollToEnd(), [virtualizer]);
  useStayAtEnd(scroller, isAtEnd, scrollToEnd);

  return { scroller, virtualizer, atPresent: atEnd && !hasAfter, onScroll };
}

/** What one writes oneself is always brought into view. */
function useFollowOwn(rows: readonly Row[], virtualizer: Virtualizer<HTMLDivElement, HTMLLIElement>): void {
  const last = rows.at(-1);
  const ownKey = last?.kind === "pending" ? last.key : null;
  useEffect(() => {
    if (ownKey !== null) virtualizer.scrollToEnd();
  }, [ownKey, virtualizer]);
}

function withKept(range: Range, kept: number | null): number[] {
  const indexes = defaultRangeExtractor(range);
  if (kept === null || kept >= range.count || indexes.includes(kept)) return indexes;
  return [...indexes, kept].sort((a, b) => a - b);
}
