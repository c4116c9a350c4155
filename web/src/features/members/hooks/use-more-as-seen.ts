/** A limit that grows whenever the end of what is shown comes into view. */
import { type RefObject, useEffect, useRef, useState } from "react";

const STEP = 200;

export function useMoreAsSeen(total: number): { limit: number; end: RefObject<HTMLDivElement | null> } {
  const [limit, setLimit] = useState(STEP);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (limit >= total || !end.current) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) setLimit((before) => before + STEP);
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [limit, total]);
  return { limit, end };
}
