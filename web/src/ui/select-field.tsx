/** A labelled choice, as the platform draws it. */
import { type ComponentProps, useId } from "react";

interface SelectFieldProps extends ComponentProps<"select"> {
  label: string;
  hint?: string;
  choices: readonly { value: string; label: string }[];
}

export function SelectField({ label, hint, choices, ...rest }: SelectFieldProps) {
  const id = useId();
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-small font-semibold text-ink-2">
        {label}
      </label>
      <select
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...rest}
        className="h-11 rounded-medium border border-edge bg-ground px-3 text-ink"
      >
        {choices.map(({ value, label: words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      {hint && (
        <p id={`${id}-hint`} className="text-small text-ink-3">
          {hint}
        </p>
      )}
    </div>
  );
}
