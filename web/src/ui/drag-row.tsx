/**
 * A row of a list that is put elsewhere by dragging it onto another one. It is for the pointer only: whoever uses it
 * offers the same by buttons.
 */
import { type DragEvent, type ReactNode, useState } from "react";
import { create } from "zustand";
import { cx } from "./cx.ts";

/** What is dragged, of which list. Browsers do not tell it to what it is dragged over. */
const useDragged = create<{ list: string; id: string } | { list: null }>(() => ({ list: null }));
const letGo = () => useDragged.setState({ list: null }, true);

type Side = "before" | "after";

interface DragRowProps {
  as?: "li" | "div";
  /** Rows are dropped on those of their own list. */
  list: string;
  id: string;
  isMovable: boolean;
  accepts(dragged: string): boolean;
  onDropped(dragged: string, side: Side): void;
  className?: string;
  children: ReactNode;
}

export function DragRow({ as: Tag = "li", list, id, isMovable, className, children, ...on }: DragRowProps) {
  const dragged = useDragged((state) => (state.list === list ? state.id : null));
  const [side, setSide] = useState<Side | null>(null);
  const takes = dragged !== null && dragged !== id && on.accepts(dragged);
  const start = (event: DragEvent) => {
    event.stopPropagation();
    // A link would be dragged as an address otherwise.
    event.dataTransfer.clearData();
    event.dataTransfer.setData("text/plain", id);
    event.dataTransfer.effectAllowed = "move";
    useDragged.setState({ list, id }, true);
  };
  const over = (event: DragEvent) => {
    if (!takes) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    const { top, height } = event.currentTarget.getBoundingClientRect();
    setSide(event.clientY < top + height / 2 ? "before" : "after");
  };
  const drop = (event: DragEvent) => {
    if (!takes || !side) return;
    event.preventDefault();
    setSide(null);
    letGo();
    on.onDropped(dragged, side);
  };
  return (
    <Tag
      draggable={isMovable}
      onDragStart={isMovable ? start : undefined}
      onDragEnd={letGo}
      onDragOver={over}
      onDragLeave={() => setSide(null)}
      onDrop={drop}
      className={cx("relative", className)}
    >
      {side && takes && (
        <i
          aria-hidden
          className={cx(
            "pointer-events-none absolute inset-x-0 z-10 h-0.5 rounded-full bg-accent",
            side === "before" ? "top-0" : "bottom-0",
          )}
        />
      )}
      {children}
    </Tag>
  );
}
