/** Keeps the end in view when the room for the timeline changes: a bar appears, the composer grows. */
import { type RefObject, useEffect, useRef } from "react";

export function useStayAtEnd(
  scroller: RefObject<HTMLElement | null>,
  atEnd: boolean,
  scrollToEnd: () => void,
): void {
  const latest = useRef({ atEnd, scrollToEnd });
  useEffect(() => {
    latest.current = { atEnd, scrollToEnd };
  });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (latest.current.atEnd) latest.current.scrollToEnd();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
}
