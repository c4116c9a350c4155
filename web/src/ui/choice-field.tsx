/** One of a few, all of them seen at once: radio buttons drawn as cards. */
import { type ReactNode, useId } from "react";
import { cx } from "./cx.ts";

interface ChoiceFieldProps<T extends string> {
  label: string;
  value: T;
  choices: readonly { value: T; label: string; hint?: string; icon?: ReactNode }[];
  onChange(value: T): void;
}

export function ChoiceField<T extends string>({ label, value, choices, onChange }: ChoiceFieldProps<T>) {
  const name = useId();
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 text-small font-semibold text-ink-2">{label}</legend>
      <div className="flex flex-wrap gap-2">
        {choices.map((choice) => (
          <label
            key={choice.value}
            className={cx(
              "flex min-h-11 max-w-full min-w-24 flex-[1_0_auto] cursor-pointer items-center gap-3 rounded-medium border px-3 py-2",
              "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
              choice.value === value
                ? "border-accent bg-raised text-ink"
                : "border-edge text-ink-2 hover:bg-raised",
            )}
          >
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
              className="size-4 shrink-0 accent-[var(--accent)] outline-none"
            />
            {choice.icon}
            <span className="min-w-0">
              {choice.label}
              {choice.hint && <small className="block text-tiny text-ink-3">{choice.hint}</small>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
