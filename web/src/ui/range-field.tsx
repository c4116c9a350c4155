/** A number that is chosen by sliding, with what it means beside it. */
import { useId } from "react";

interface RangeFieldProps {
  label: string;
  hint?: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  /** The value in words. */
  shown: string;
  onChange(value: number): void;
}

export function RangeField({ label, hint, value, min, max, step = 1, shown, onChange }: RangeFieldProps) {
  const id = useId();
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="flex items-baseline justify-between text-small font-semibold text-ink-2">
        {label}
        <span className="font-normal text-ink-3">{shown}</span>
      </label>
      <input
        id={id}
        type="range"
        value={value}
        min={min}
        max={max}
        step={step}
        aria-valuetext={shown}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(Number(event.target.value))}
        className="h-11 w-full cursor-pointer accent-[var(--accent)] wide:h-7"
      />
      {hint && (
        <p id={`${id}-hint`} className="text-small text-ink-3">
          {hint}
        </p>
      )}
    </div>
  );
}
