/** Gives the focus back to what had it before a dialog opened: only a trigger of its own gets it by itself. */
import { useRef } from "react";

export interface Opener {
  remember(): void;
  giveBack(event: Event): void;
}

export function useOpener(): Opener {
  const opener = useRef<Element | null>(null);
  return {
    remember() {
      opener.current = document.activeElement;
    },
    giveBack(event) {
      // A menu item that opened it is gone, and its menu knows better.
      if (!(opener.current instanceof HTMLElement) || !opener.current.isConnected) return;
      event.preventDefault();
      opener.current.focus();
    },
  };
}
