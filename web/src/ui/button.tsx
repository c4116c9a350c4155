/** Buttons with words, and buttons with only a picture, which must have a name. */
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx.ts";

type Look = "primary" | "quiet" | "danger";

const LOOKS: Record<Look, string> = {
  primary: "bg-accent text-accent-ink hover:brightness-110",
  quiet: "bg-raised text-ink hover:bg-line",
  danger: "bg-bad text-on-bad hover:brightness-110",
};

interface ButtonProps extends ComponentProps<"button"> {
  look?: Look;
  busy?: boolean;
}

export function Button({ look = "primary", busy = false, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      aria-busy={busy}
      {...rest}
      disabled={rest.disabled || busy}
      className={cx(
        "inline-flex min-h-10 items-center justify-center gap-2 rounded-medium px-4 font-semibold",
        "transition disabled:opacity-60",
        LOOKS[look],
        className,
      )}
    >
      {children}
    </button>
  );
}

interface IconButtonProps extends ComponentProps<"button"> {
  label: string;
  children: ReactNode;
}

export function IconButton({ label, className, children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={cx(
        "grid size-11 shrink-0 place-items-center rounded-small text-ink-2 transition-colors wide:size-[2.125rem]",
        "hover:bg-raised hover:text-ink disabled:opacity-40 aria-pressed:text-accent",
        className,
      )}
    >
      {children}
    </button>
  );
}
