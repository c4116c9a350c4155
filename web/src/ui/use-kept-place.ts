/**
 * Whoever acts on a row of a list, and the row goes, is left at the list and not at the beginning of the page.
 * The list is what this is given as `ref`: it stays while its rows change, and takes the focus by script.
 */
import { type RefObject, useEffect, useRef } from "react";

export function useKeptPlace<T extends HTMLElement>(): RefObject<T | null> {
  const list = useRef<T>(null);
  const held = useRef<Element | null>(null);

  useEffect(() => {
    const note = () => {
      if (list.current?.contains(document.activeElement)) held.current = document.activeElement;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);

  // After each render: any of them may take rows away.
  useEffect(() => {
    const { current } = held;
    if (!current || current.isConnected) return;
    held.current = null;
    if (document.activeElement === document.body) list.current?.focus({ preventScroll: true });
  });

  return list;
}
