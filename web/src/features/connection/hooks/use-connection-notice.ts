/** What the bar above the timeline says about the connection, if anything. */
import { useEffect, useState } from "react";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import type { BackNotice } from "@/engine/connection.ts";

/** A hiccup shorter than this is nobody's concern. */
const QUIET_MS = 700;
/** How long the good news stays. */
const NOTHING_MISSED_MS = 4_000;
const REPLAYED_MS = 20_000;

export type ConnectionNotice =
  | { kind: "quiet" }
  | { kind: "reconnecting" }
  | { kind: "offline" }
  | { kind: "back"; notice: BackNotice };

export function useConnectionNotice(): ConnectionNotice {
  const { connection } = useSession();
  const status = useFromStore(connection.store, (state) => state.status);
  const notice = useFromStore(connection.store, (state) => state.notice);
  const late = useIsOver(status === "reconnecting", QUIET_MS);

  useEffect(() => {
    if (!notice) return;
    const isBrief = notice.replayed === 0 && notice.resets.length === 0;
    const timer = setTimeout(connection.dismiss, isBrief ? NOTHING_MISSED_MS : REPLAYED_MS);
    return () => clearTimeout(timer);
  }, [notice, connection]);

  if (status === "offline") return { kind: "offline" };
  if (status === "reconnecting") return late ? { kind: "reconnecting" } : { kind: "quiet" };
  return notice ? { kind: "back", notice } : { kind: "quiet" };
}

/** Whether `condition` has held for `ms`. */
function useIsOver(condition: boolean, ms: number): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (!condition) return;
    const timer = setTimeout(() => setOver(true), ms);
    return () => {
      clearTimeout(timer);
      setOver(false);
    };
  }, [condition, ms]);
  return over;
}
