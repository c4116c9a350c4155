/** Tells the session that the newest messages are on screen, so that they count as read. */
import { useEffect, useSyncExternalStore } from "react";
import { useSession } from "@/binding/engine-context.tsx";
import type { Id } from "@/engine/wire.ts";

export function useViewing(channelId: Id, atPresent: boolean): void {
  const { view } = useSession();
  const isVisible = useSyncExternalStore(watchVisibility, () => document.visibilityState === "visible");
  useEffect(() => {
    view(atPresent && isVisible ? channelId : null);
    return () => view(null);
  }, [view, channelId, atPresent, isVisible]);
}

function watchVisibility(changed: () => void): () => void {
  document.addEventListener("visibilitychange", changed);
  return () => document.removeEventListener("visibilitychange", changed);
}
