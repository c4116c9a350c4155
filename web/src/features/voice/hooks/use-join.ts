/** Joins a room by a press; the code of voice comes with the first one. */
import { useTranslation } from "react-i18next";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import type { Place } from "@/engine/voice/room.ts";

export function useJoin(): (place: Place) => Promise<void> {
  const { t } = useTranslation();
  const engine = useEngine();
  const session = useSession();
  return async (place) => {
    const code = await import("../start.ts").catch(() => null);
    if (code) code.startVoice(engine, session).join(place);
    else showToast({ tone: "bad", text: t("error.notLoaded") });
  };
}
