/** Seconds until the server takes the next message of a channel; null when nothing makes one wait. */
import { useEffect, useState } from "react";
import { useEngine, useFromStore, useSession } from "@/binding/engine-context.tsx";
import type { Id } from "@/engine/wire.ts";

/** Shorter ones are over before they are read. */
const NOTED_MS_MIN = 2_000;
const SECOND_MS = 1_000;

export function useWait(channelId: Id): number | null {
  const { clock } = useEngine().ports;
  const untilMs = useFromStore(useSession().outbox.store, ({ waits }) => waits[channelId]);
  const [shown, setShown] = useState<{ untilMs: number; leftS: number } | null>(null);

  useEffect(() => {
    if (untilMs === undefined || untilMs - clock.now() < NOTED_MS_MIN) return;
    let cancel = () => undefined as unknown;
    const tick = () => {
      const leftMs = untilMs - clock.now();
      setShown({ untilMs, leftS: Math.max(1, Math.ceil(leftMs / SECOND_MS)) });
      if (leftMs > SECOND_MS) cancel = clock.after(leftMs % SECOND_MS || SECOND_MS, tick);
    };
    tick();
    return () => void cancel();
  }, [untilMs, clock]);

  return shown !== null && shown.untilMs === untilMs ? shown.leftS : null;
}
