/** A line to be copied. Without the clipboard, which plain http has not, it is selected instead. */
import { Check, Copy } from "lucide-react";
import { useId, useRef, useState } from "react";
import { Button } from "./button.tsx";

interface CopyFieldProps {
  label: string;
  value: string;
  copyLabel: string;
  copiedLabel: string;
}

export function CopyField({ label, value, copyLabel, copiedLabel }: CopyFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);

  async function copy(): Promise<void> {
    input.current?.select();
    try {
      if (navigator.clipboard) await navigator.clipboard.writeText(value);
      else document.execCommand("copy");
      setCopied(true);
    } catch {
      // The line is selected: the person's own copy still works.
    }
  }

  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-small font-semibold text-ink-2">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          ref={input}
          readOnly
          value={value}
          onFocus={(event) => event.target.select()}
          className="h-11 min-w-0 flex-1 rounded-medium border border-line bg-ground px-3 font-mono text-small text-ink"
        />
        <Button onClick={() => void copy()}>
          {copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
          <span aria-live="polite">{copied ? copiedLabel : copyLabel}</span>
        </Button>
      </div>
    </div>
  );
}
