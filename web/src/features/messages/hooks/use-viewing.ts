/** Tells the session that the newest messages are on screen, so that they count as read. */
import { useEffect, useSyncExternalStore } from "react";
import { useSession } from "@/binding/engine-context.tsx";
import type { Id } from "@/engine/wire.ts";

/** Whether they are looked at: at the present, in a page that is seen, in the window that is used. */
export function useViewing(channelId: Id, atPresent: boolean): boolean {
  const { view } = useSession();
  const isUsed = useSyncExternalStore(
    watchUse,
    () => document.visibilityState === "visible" && document.hasFocus(),
  );
  const isLooking = atPresent && isUsed;
  useEffect(() => {
    return isLooking ? view(channelId) : undefined;
  }, [view, channelId, isLooking]);
  return isLooking;
}

/** Beside another window nobody knows whether it is read: it would ring nowhere, and be read everywhere. */
function watchUse(changed: () => void): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  document.addEventListener("visibilitychange", changed, { signal });
  for (const event of ["focus", "blur"]) addEventListener(event, changed, { signal });
  return () => stopping.abort();
}
