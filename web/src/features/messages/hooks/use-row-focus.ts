/**
 * The row that the keyboard is at. Arrow keys go from message to message, Home and End to the first and
 * the last one that is loaded, Escape back to the list.
 */
import { type FocusEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import { nextStop, type Row } from "@/engine/timeline/rows.ts";
import type { TimelineScroll } from "./use-timeline-scroll.ts";

export interface RowFocus {
  activeKey: string | null;
  /** Where it is among the rows; such a row exists even when it is scrolled out of view. */
  activeIndex: number | null;
  /** Gives the focus to a row as soon as it exists. `isComing`: somebody brings it into view already. */
  moveTo(key: string, isComing?: boolean): void;
  on: {
    onFocus(event: FocusEvent<HTMLElement>): void;
    onBlur(event: FocusEvent<HTMLElement>): void;
    onKeyDown(event: KeyboardEvent<HTMLElement>): void;
  };
}

/** What the active row still needs. */
type Wanted = "nothing" | "focus" | "focus and view";

export function useRowFocus(rows: readonly Row[]): RowFocus & { wanted: { current: Wanted } } {
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const wanted = useRef<Wanted>("nothing");
  const at = activeKey === null ? -1 : rows.findIndex(({ key }) => key === activeKey);

  function moveTo(key: string, isComing = false): void {
    wanted.current = isComing ? "focus" : "focus and view";
    setActiveKey(key);
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!event.currentTarget.contains(target)) return;
    // Inside a row's tools the keys are theirs.
    if (target !== event.currentTarget && target.dataset.row === undefined) {
      if (event.key === "Escape") target.closest<HTMLElement>("[data-row]")?.focus();
      return;
    }
    if (event.key === "Escape") return event.currentTarget.focus();
    const next = nextStop(rows, at < 0 ? null : at, event.key);
    if (next === null) return;
    event.preventDefault();
    moveTo(next);
  }

  return {
    activeKey: at < 0 ? null : activeKey,
    activeIndex: at < 0 ? null : at,
    wanted,
    moveTo,
    on: {
      onKeyDown,
      onFocus: ({ target, currentTarget }) => {
        if (!currentTarget.contains(target)) return;
        setActiveKey(target.closest<HTMLElement>("[data-row]")?.dataset.row ?? null);
      },
      onBlur: ({ relatedTarget, currentTarget }) => {
        // A menu or dialog that the row opened is not in the list, but the row waits for it.
        if (relatedTarget instanceof Element && relatedTarget.closest("[data-layer]")) return;
        if (wanted.current === "nothing" && !currentTarget.contains(relatedTarget)) setActiveKey(null);
      },
    },
  };
}

/** Brings the row that was moved to into view, and gives it the focus. */
export function useFocusActiveRow(
  { activeKey, activeIndex, wanted }: ReturnType<typeof useRowFocus>,
  { scroller, virtualizer }: TimelineScroll,
): void {
  useLayoutEffect(() => {
    if (wanted.current === "nothing" || activeKey === null || activeIndex === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(activeKey)}"]`);
    if (!row) return;
    if (wanted.current === "focus and view") virtualizer.scrollToIndex(activeIndex, { align: "auto" });
    row.focus({ preventScroll: true });
    wanted.current = "nothing";
  });
}
