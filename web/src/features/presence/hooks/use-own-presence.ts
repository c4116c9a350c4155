/** How the reader chose to appear; it changes by itself when a text ends. */
import { useEffect, useMemo, useState } from "react";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { type OwnPresence, readOwnPresence } from "@/engine/own-presence.ts";

/** Timers of browsers take no more than some weeks. */
const LOOK_AGAIN_MS_MAX = 3_600_000;

export function useOwnPresence(): OwnPresence {
  const settings = useFromStore(useSession().settings.store, (kept) => kept);
  const [nowMs, setNowMs] = useState(Date.now);
  const presence = useMemo(() => readOwnPresence(settings, Math.max(nowMs, 0)), [settings, nowMs]);
  const { textEndsMs } = presence;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is looked at again until it has ended
  useEffect(() => {
    if (textEndsMs === null) return;
    const waitMs = Math.min(Math.max(textEndsMs - Date.now(), 0), LOOK_AGAIN_MS_MAX);
    const timer = setTimeout(() => setNowMs(Date.now()), waitMs);
    return () => clearTimeout(timer);
  }, [textEndsMs, nowMs]);
  return presence;
}
