/** Tells once that something which was written here, and not sent, could not be read any more. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";

export function useDamageNotice(): void {
  const { t } = useTranslation();
  const { outbox } = useSession();
  const damaged = useFromStore(outbox.store, (state) => state.damaged);
  useEffect(() => {
    if (damaged === 0) return;
    showToast({ tone: "bad", text: t("messages.damaged", { count: damaged }) });
    outbox.damageTold();
  }, [damaged, outbox, t]);
}
