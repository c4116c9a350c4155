/** Copies a text and says for a moment that it did. Plain http has no clipboard: there the old command does it. */
import { useEffect, useState } from "react";

const SAID_MS = 2_000;

export interface Copied {
  copied: boolean;
  copy(text: string): void;
}

export function useCopied(): Copied {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return { copied, copy: (text) => void write(text).then(setCopied) };
}

/** Whether it worked. */
async function write(text: string): Promise<boolean> {
  try {
    if (!navigator.clipboard) return writeByCommand(text);
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function writeByCommand(text: string): boolean {
  const before = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "sr-only";
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return isCopied;
}
