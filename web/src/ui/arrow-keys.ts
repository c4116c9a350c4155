/** Up, Down, Home and End move the focus within a list of links or buttons. */
import type { KeyboardEvent } from "react";

const STOPS = "a[href], button:not(:disabled)";

export function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>(STOPS)];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const next = at === -1 ? undefined : targetOf(event.key, at, stops.length);
  if (next === undefined) return;
  event.preventDefault();
  stops[next]?.focus();
}

/** At an end it stays: whoever holds the key down does not go round. */
function targetOf(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case "ArrowUp":
      return Math.max(0, at - 1);
    case "ArrowDown":
      return Math.min(count - 1, at + 1);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
