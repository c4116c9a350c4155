/** A labelled line of input; what is wrong with it stands below and is announced. */
import { type ComponentProps, useId } from "react";
import { cx } from "./cx.ts";

interface TextFieldProps extends ComponentProps<"input"> {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
}

export function TextField({ label, hint, error, className, ...rest }: TextFieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={cx("grid gap-1", className)}>
      <label htmlFor={id} className="text-small font-semibold text-ink-2">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error !== undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        {...rest}
        className={cx(
          "h-11 w-full rounded-medium border bg-ground px-3 text-ink placeholder:text-ink-3",
          error ? "border-bad" : "border-edge",
        )}
      />
      {note && (
        <p
          id={`${id}-note`}
          role={error ? "alert" : undefined}
          className={cx("text-small", error ? "text-bad" : "text-ink-3")}
        >
          {note}
        </p>
      )}
    </div>
  );
}
