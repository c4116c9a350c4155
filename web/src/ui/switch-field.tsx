/** Something that is on or off, with what it means. */
import { type ReactNode, useId } from "react";
import { cx } from "./cx.ts";

interface SwitchFieldProps {
  label: ReactNode;
  hint?: string | undefined;
  checked: boolean;
  disabled?: boolean;
  onChange(checked: boolean): void;
}

export function SwitchField({ label, hint, checked, disabled = false, onChange }: SwitchFieldProps) {
  const id = useId();
  return (
    <div className="flex min-h-11 items-center gap-4 py-1.5">
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className={cx("block", disabled ? "text-ink-3" : "cursor-pointer")}>
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-small text-ink-3">
            {hint}
          </p>
        )}
      </div>
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-checked={checked}
        aria-describedby={hint ? `${id}-hint` : undefined}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
        className={cx(
          "relative h-6 w-10 shrink-0 cursor-pointer appearance-none rounded-full border border-ink-3 bg-raised transition-colors",
          "before:absolute before:top-0.5 before:left-0.5 before:size-[1.125rem] before:rounded-full before:bg-ink-3 before:transition-transform",
          "checked:border-accent checked:bg-accent checked:before:translate-x-4 checked:before:bg-accent-ink",
          "focus-visible:rounded-full disabled:cursor-default disabled:opacity-50",
        )}
      />
    </div>
  );
}
