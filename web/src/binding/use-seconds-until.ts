/** Counts the seconds until a moment; null when it has passed, or none is named. */
import { useEffect, useState } from "react";
import { useEngine } from "./engine-context.tsx";

const SECOND_MS = 1_000;

/** `awayMsMin`: a moment that is nearer when it is first named is not counted down to. */
export function useSecondsUntil(atMs: number | undefined, awayMsMin = 0): number | null {
  const { clock } = useEngine().ports;
  const [shown, setShown] = useState<{ atMs: number; leftS: number } | null>(null);

  useEffect(() => {
    const awayMs = (atMs ?? 0) - clock.now();
    if (atMs === undefined || awayMs <= 0 || awayMs < awayMsMin) return;
    let cancel = () => undefined as unknown;
    const tick = () => {
      const leftMs = atMs - clock.now();
      setShown(leftMs > 0 ? { atMs, leftS: Math.ceil(leftMs / SECOND_MS) } : null);
      if (leftMs > 0) cancel = clock.after(leftMs % SECOND_MS || SECOND_MS, tick);
    };
    tick();
    return () => void cancel();
  }, [atMs, awayMsMin, clock]);

  return shown !== null && shown.atMs === atMs ? shown.leftS : null;
}
