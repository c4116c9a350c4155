/** Tells the session that the newest messages are on screen, so that they count as read. */
import { useEffect, useSyncExternalStore } from "react";
import { useSession } from "@/binding/engine-context.tsx";
import type { Id } from "@/engine/wire.ts";

/** Whether they are looked at: at the present, in a page that is seen. */
export function useViewing(channelId: Id, atPresent: boolean): boolean {
  const { view } = useSession();
  const isVisible = useSyncExternalStore(watchVisibility, () => document.visibilityState === "visible");
  const isLooking = atPresent && isVisible;
  useEffect(() => {
    return isLooking ? view(channelId) : undefined;
  }, [view, channelId, isLooking]);
  return isLooking;
}

function watchVisibility(changed: () => void): () => void {
  document.addEventListener("visibilitychange", changed);
  return () => document.removeEventListener("visibilitychange", changed);
}
