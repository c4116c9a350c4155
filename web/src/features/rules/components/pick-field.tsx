/** Any number of things by name, in a list that scrolls by itself. */
import { useId } from "react";
import type { Id } from "@/engine/wire.ts";

interface PickFieldProps {
  label: string;
  hint: string;
  error?: string | undefined;
  choices: readonly { id: Id; name: string }[];
  picked: readonly Id[];
  onChange(picked: Id[]): void;
}

export function PickField({ label, hint, error, choices, picked, onChange }: PickFieldProps) {
  const id = useId();
  if (choices.length === 0) return null;
  const toggle = (choice: Id, isPicked: boolean) =>
    onChange(isPicked ? [...picked, choice] : picked.filter((other) => other !== choice));
  return (
    <fieldset aria-describedby={`${id}-hint`} className="grid grid-cols-1 gap-1">
      <legend className="mb-1 text-small font-semibold text-ink-2">{label}</legend>
      <div className="max-h-48 overflow-auto rounded-medium border border-edge bg-ground px-3 py-1">
        {choices.map((choice) => (
          <label key={choice.id} className="flex min-h-9 cursor-pointer items-center gap-3">
            <input
              type="checkbox"
              checked={picked.includes(choice.id)}
              onChange={({ target }) => toggle(choice.id, target.checked)}
              className="size-4 shrink-0 accent-[var(--accent)]"
            />
            <span className="min-w-0 truncate">{choice.name}</span>
          </label>
        ))}
      </div>
      <p
        id={`${id}-hint`}
        role={error ? "alert" : undefined}
        className={error ? "text-small text-bad" : "text-small text-ink-3"}
      >
        {error ?? hint}
      </p>
    </fieldset>
  );
}
