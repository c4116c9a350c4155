/** A small red count. Its words are the caller's. */
import { cx } from "./cx.ts";

const SHOWN_MAX = 99;

export function CountBadge({ count, className }: { count: number; className?: string }) {
  return (
    <span
      aria-hidden
      className={cx(
        "rounded-full bg-bad px-1.5 py-px text-[0.6875rem] leading-snug font-bold text-on-bad",
        className,
      )}
    >
      {count > SHOWN_MAX ? `${SHOWN_MAX}+` : count}
    </span>
  );
}
