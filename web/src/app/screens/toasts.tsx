/** The notices; their code comes with the first of them. */
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useToasts } from "@/binding/toasts.ts";

const Toaster = lazy(async () => ({ default: (await import("@/ui/toaster.tsx")).Toaster }));

export function Toasts() {
  const { t } = useTranslation();
  const { toasts, dismiss } = useToasts();
  if (toasts.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <Toaster
        entries={toasts}
        label={t("toast.region")}
        closeLabel={t("common.dismiss")}
        onDismiss={dismiss}
      />
    </Suspense>
  );
}
