/** One of a few, in a row beside what it is about. */
import { useId } from "react";
import { cx } from "./cx.ts";

interface ChoiceRowProps<T extends string> {
  label: string;
  value: T;
  choices: readonly { value: T; label: string }[];
  disabled?: boolean;
  onChange(value: T): void;
}

export function ChoiceRow<T extends string>({
  label,
  value,
  choices,
  disabled = false,
  onChange,
}: ChoiceRowProps<T>) {
  const name = useId();
  return (
    <fieldset disabled={disabled} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
      <legend className="sr-only">{label}</legend>
      <span aria-hidden className={cx("min-w-40 flex-1", disabled && "text-ink-3")}>
        {label}
      </span>
      <div className="flex rounded-medium border border-edge">
        {choices.map((choice) => (
          <label
            key={choice.value}
            className={cx(
              "flex min-h-9 cursor-pointer items-center rounded-medium px-3 text-small",
              "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
              choice.value === value ? "bg-accent-soft font-semibold text-ink" : "text-ink-2",
            )}
          >
            <input
              type="radio"
              name={name}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
              className="sr-only"
            />
            {choice.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
