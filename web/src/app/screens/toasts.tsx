/** The notices; their code comes with the first of them. */
import { useTranslation } from "react-i18next";
import { onDemand } from "@/binding/on-demand.tsx";
import { useToasts } from "@/binding/toasts.ts";

const Toaster = onDemand(async () => (await import("@/ui/toaster.tsx")).Toaster);

export function Toasts() {
  const { t } = useTranslation();
  const { toasts, dismiss } = useToasts();
  if (toasts.length === 0) return null;
  return (
    <Toaster
      entries={toasts}
      label={t("toast.region")}
      closeLabel={t("common.dismiss")}
      onDismiss={dismiss}
    />
  );
}
