/** The headings and rows of a long member list that are in view; their rows are asked for. */
import {
  defaultRangeExtractor,
  type Range,
  type ReactVirtualizer,
  useVirtualizer,
} from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useRef } from "react";
import { indexOfRow, itemAt, itemCount, type MemberGroup, type Roster } from "@/engine/members/roster.ts";
import type { Viewport } from "@/engine/members/viewport.ts";

/** Until they are measured. */
const HEADING_PX = 32;
const ROW_PX = 42;

export interface ShownSection {
  key: string;
  /** Null until the first headings have come. */
  group: MemberGroup | null;
  /** The number of its heading among all items, if it is in view. */
  heading: number | null;
  rows: { key: string; index: number; row: number; place: number }[];
}

export interface ShownRows {
  scroller: RefObject<HTMLDivElement | null>;
  virtualizer: ReactVirtualizer<HTMLDivElement, HTMLElement>;
  sections: ShownSection[];
}

/** `kept`: a row that exists even when it is out of view, since the keyboard stops there. */
export function useShownRows(roster: Roster, kept: number, viewport: Viewport): ShownRows {
  const scroller = useRef<HTMLDivElement>(null);
  const keptIndex = roster.rows.has(kept) ? indexOfRow(roster, kept) : null;
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLElement>({
    count: itemCount(roster),
    getScrollElement: () => scroller.current,
    getItemKey: useCallback((index: number) => keyOf(roster, index), [roster]),
    estimateSize: (index) => (itemAt(roster, index).kind === "heading" ? HEADING_PX : ROW_PX),
    overscan: 8,
    directDomUpdates: true,
    rangeExtractor: useCallback((range: Range) => withKept(range, keptIndex), [keptIndex]),
  });

  const { range } = virtualizer;
  const first = range && rowFrom(roster, range.startIndex);
  const last = range && rowFrom(roster, range.endIndex);
  useEffect(() => {
    if (first === null || last === null) viewport.hide();
    else viewport.show(first, last);
  }, [first, last, viewport]);

  const indexes = virtualizer.getVirtualItems().map(({ index }) => index);
  return { scroller, virtualizer, sections: sectionsOf(roster, indexes) };
}

/** The row at an item, or the one that follows a heading. */
function rowFrom(roster: Roster, index: number): number {
  const item = itemAt(roster, index);
  if (item.kind === "row") return item.row;
  return index + 1 < itemCount(roster) ? rowFrom(roster, index + 1) : roster.total;
}

function keyOf(roster: Roster, index: number): string {
  const item = itemAt(roster, index);
  if (item.kind === "heading") return `heading ${item.group.id}`;
  return roster.rows.get(item.row)?.user.id ?? `row ${item.row}`;
}

function sectionsOf(roster: Roster, indexes: readonly number[]): ShownSection[] {
  const sections: ShownSection[] = [];
  for (const index of indexes) {
    const item = itemAt(roster, index);
    const key = item.group?.id ?? "all";
    let section = sections.at(-1);
    if (section?.key !== key) {
      section = { key, group: item.group, heading: null, rows: [] };
      sections.push(section);
    }
    if (item.kind === "heading") section.heading = index;
    else section.rows.push({ key: keyOf(roster, index), index, row: item.row, place: item.place });
  }
  return sections;
}

function withKept(range: Range, kept: number | null): number[] {
  const indexes = defaultRangeExtractor(range);
  if (kept === null || kept >= range.count || indexes.includes(kept)) return indexes;
  return [...indexes, kept].sort((a, b) => a - b);
}
