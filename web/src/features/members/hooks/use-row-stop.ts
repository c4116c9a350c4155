/**
 * The row of a long list where Tab stops, and the keys that go from there: one row, one screen, to an end.
 * A row that has not come yet gets the focus when it has.
 */
import type { Virtualizer } from "@tanstack/react-virtual";
import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { indexOfRow, type Roster } from "@/engine/members/roster.ts";
import { rowAfterKey } from "../row-after-key.ts";

export interface RowStop {
  row: number;
  onFocus(row: number): void;
  onBlur(event: FocusEvent<HTMLElement>): void;
  onKeyDown(event: KeyboardEvent<HTMLElement>): void;
  /** Brings the row that was gone to into view, and gives it the focus as soon as it is there. */
  useFocus(
    scroller: RefObject<HTMLDivElement | null>,
    virtualizer: Virtualizer<HTMLDivElement, HTMLElement>,
  ): void;
}

export function useRowStop(roster: Roster): RowStop {
  const [row, setRow] = useState(0);
  const wanted = useRef<number | null>(null);
  const isInView = useRef(true);

  return {
    row: wanted.current === null ? knownRow(roster, row) : clamped(roster, row),
    onFocus: useCallback((focused: number) => {
      wanted.current = null;
      setRow(focused);
    }, []),
    onBlur({ relatedTarget, currentTarget }) {
      // Whoever goes elsewhere meanwhile stays there.
      if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) wanted.current = null;
    },
    onKeyDown(event) {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const at = (event.target as HTMLElement).closest<HTMLElement>("[data-row]")?.dataset.row;
      const next = at === undefined ? null : rowAfterKey(event.key, Number(at), roster.total);
      if (next === null) return;
      event.preventDefault();
      wanted.current = next;
      isInView.current = false;
      setRow(next);
    },
    useFocus(scroller, virtualizer) {
      useLayoutEffect(() => {
        if (wanted.current === null) return;
        if (!isInView.current)
          virtualizer.scrollToIndex(indexOfRow(roster, wanted.current), { align: "auto" });
        isInView.current = true;
        const link = scroller.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"] a`);
        link?.focus({ preventScroll: true });
      });
    },
  };
}

const clamped = (roster: Roster, row: number) => Math.min(row, Math.max(0, roster.total - 1));

/** Its member may have gone to where nobody looks; Tab stops at one that is there. */
function knownRow(roster: Roster, row: number): number {
  const at = clamped(roster, row);
  return roster.rows.has(at) || roster.rows.size === 0 ? at : Math.min(...roster.rows.keys());
}
