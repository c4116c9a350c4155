import { useTranslation } from "react-i18next";
import { useEngine, useFromStore, useSession } from "@/binding/engine-context.tsx";
import { momentName } from "@/ui/time.ts";

/** How long a mute holds, as a sentence; null where there is none, or none any more. */
export function useMuteWords(until: number | null | undefined): string | null {
  const { t } = useTranslation();
  const { clock } = useEngine().ports;
  // It changes when a mute ends.
  useFromStore(useSession().settings.muted, (state) => state);
  if (until === null) return t("notifications.mutedForGood");
  if (until === undefined || until <= clock.now()) return null;
  return t("notifications.mutedUntil", { time: momentOf(until) });
}

/** Nobody reads a calendar beyond its end. */
function momentOf(timeMs: number): string {
  const date = new Date(timeMs);
  return Number.isNaN(date.getTime()) ? "∞" : momentName(timeMs);
}
