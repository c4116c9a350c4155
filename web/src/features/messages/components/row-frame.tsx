/** The grid that all rows of an author share: picture or time, then what was said. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/ui/avatar.tsx";
import { cx } from "@/ui/cx.ts";
import { clockTime, fullTime } from "@/ui/time.ts";

interface RowFrameProps {
  authorId: string;
  name: string;
  ink: string | undefined;
  timeMs: number;
  /** Whether this row opens a group: only then picture and name are seen. */
  first: boolean;
  pinged?: boolean;
  note?: ReactNode;
  children: ReactNode;
}

export function RowFrame({
  authorId,
  name,
  ink,
  timeMs,
  first,
  pinged = false,
  note,
  children,
}: RowFrameProps) {
  const { t } = useTranslation();
  const iso = new Date(timeMs).toISOString();
  return (
    <article
      aria-label={t("messages.by", { name, time: clockTime(timeMs) })}
      className={cx(
        "group grid grid-cols-[var(--picture)_minmax(0,1fr)] gap-x-(--row-columns) px-3 py-(--row-gap) wide:px-4",
        first && "mt-(--row-first)",
        pinged
          ? "bg-[oklch(from_var(--accent)_l_c_h/0.09)] shadow-[inset_3px_0_var(--accent)]"
          : "hover:bg-[oklch(from_var(--raised)_l_c_h/0.5)]",
      )}
    >
      {first ? (
        <Avatar id={authorId} name={name} size="large" className="mt-0.5" />
      ) : (
        <time
          dateTime={iso}
          aria-hidden
          className="pt-[0.2rem] text-right text-[0.6875rem] text-ink-3 opacity-0 group-hover:opacity-100"
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
        {children}
      </div>
    </article>
  );
}
