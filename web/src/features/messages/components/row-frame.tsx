/** The grid that all rows of an author share: picture or time, then what was said. */
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/ui/avatar.tsx";
import { cx } from "@/ui/cx.ts";
import { clockTime, fullTime } from "@/ui/time.ts";

interface RowFrameProps {
  rowKey: string;
  authorId: string;
  name: string;
  picture: string | null;
  ink: string | undefined;
  timeMs: number;
  /** Whether this row opens a group: only then picture and name are seen. */
  first: boolean;
  /** Whether the reader is mentioned. */
  isPinged?: boolean;
  /** Whether a link led here just now. */
  isMarked?: boolean;
  /** Above the name: what is answered. */
  above?: ReactNode;
  /** After the time of the first row. */
  note?: ReactNode;
  /** At its end: how far it got. */
  seen?: ReactNode;
  /** What can be done with the row, while it is pointed at or has the focus. */
  tools?: ReactNode;
  /** A mouse is over the row, or left it. */
  onPoint?(isOver: boolean): void;
  children: ReactNode;
}

export function RowFrame(props: RowFrameProps) {
  const { rowKey, authorId, name, picture, ink, timeMs, first, isPinged = false, isMarked = false } = props;
  const { above, note, seen, tools, onPoint, children } = props;
  const { t } = useTranslation();
  const contentId = useId();
  const iso = new Date(timeMs).toISOString();
  return (
    <article
      data-row={rowKey}
      tabIndex={-1}
      aria-describedby={contentId}
      onPointerEnter={({ pointerType }) => pointerType === "mouse" && onPoint?.(true)}
      onPointerLeave={() => onPoint?.(false)}
      aria-label={t("messages.by", { name, time: clockTime(timeMs) })}
      className={cx(
        "group relative grid transition-[background-color] duration-300 focus-visible:outline-offset-[-2px]",
        "grid-cols-[var(--picture)_minmax(0,1fr)_auto] gap-x-(--row-columns) px-3 py-(--row-gap) wide:px-4",
        first && "mt-(--row-first)",
        background(isPinged, isMarked),
      )}
    >
      {above && <div className="col-start-2 min-w-0 pb-0.5">{above}</div>}
      {first ? (
        <Avatar id={authorId} name={name} picture={picture} size="large" className="col-start-1 mt-0.5" />
      ) : (
        <time
          dateTime={iso}
          aria-hidden
          className="-ml-3 pt-[0.2rem] text-right text-[0.6875rem] whitespace-nowrap text-ink-3 opacity-0 group-hover:opacity-100"
        >
          {clockTime(timeMs)}
        </time>
      )}
      <div className="min-w-0">
        <p className={first ? "leading-snug" : "sr-only"}>
          <span className="font-semibold" style={{ color: ink }}>
            {name}
          </span>
          <time dateTime={iso} title={fullTime(timeMs)} className="ml-2 text-tiny text-ink-3">
            {clockTime(timeMs)}
          </time>
          {note}
        </p>
        <div id={contentId}>{children}</div>
      </div>
      {seen}
      {tools}
    </article>
  );
}

function background(isPinged: boolean, isMarked: boolean): string {
  if (isMarked) return "bg-accent-soft";
  return isPinged
    ? "bg-[oklch(from_var(--accent)_l_c_h/0.09)] shadow-[inset_3px_0_var(--accent)]"
    : "hover:bg-[oklch(from_var(--raised)_l_c_h/0.5)] focus-within:bg-[oklch(from_var(--raised)_l_c_h/0.5)]";
}
