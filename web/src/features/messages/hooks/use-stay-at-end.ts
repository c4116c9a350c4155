/**
 * Keeps the end in view when the room for the timeline changes: a bar appears, the composer grows.
 *
 * `isAtEnd` says where the reader is at that moment, also when nothing was rendered since the last scroll.
 */
import { type RefObject, useEffect } from "react";

export function useStayAtEnd(
  scroller: RefObject<HTMLElement | null>,
  isAtEnd: Readonly<RefObject<boolean>>,
  scrollToEnd: () => void,
): void {
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let room = roomOf(element);
    const observer = new ResizeObserver(() => {
      // It also reports what it begins with: no reason to leave a message that was asked for.
      if (roomOf(element) === room) return;
      room = roomOf(element);
      if (isAtEnd.current) scrollToEnd();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, isAtEnd, scrollToEnd]);
}

function roomOf({ clientWidth, clientHeight }: HTMLElement): string {
  return `${clientWidth} ${clientHeight}`;
}
