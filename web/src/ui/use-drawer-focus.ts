/** A drawer that comes over the rest takes the focus along, and gives it back when it goes. */
import { type RefObject, useEffect } from "react";

export function useDrawerFocus(isOpen: boolean, target: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!isOpen) return;
    const before = document.activeElement;
    target.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [isOpen, target]);
}
