/** Labelled lines of input. */
import { type ComponentProps, useId } from "react";
import { cx } from "./cx.ts";

interface TextAreaFieldProps extends ComponentProps<"textarea"> {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
}

export function TextAreaField({ label, hint, error, ...rest }: TextAreaFieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-small font-semibold text-ink-2">
        {label}
      </label>
      <textarea
        id={id}
        rows={3}
        aria-invalid={error !== undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        {...rest}
        className={cx(
          "field-sizing-content min-h-20 w-full resize-none rounded-medium border bg-ground px-3 py-2.5 text-ink",
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
