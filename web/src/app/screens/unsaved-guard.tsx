/** Asks before one leaves a form with changes, however one leaves it. */
import { useBlocker } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { isUnsaved } from "@/binding/unsaved.ts";
import { ConfirmDialog } from "@/ui/confirm-dialog.tsx";

export function UnsavedGuard() {
  const { t } = useTranslation();
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: isUnsaved,
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  });
  if (status !== "blocked") return null;
  return (
    <ConfirmDialog
      title={t("settings.unsaved")}
      description={t("settings.unsavedHint")}
      confirmLabel={t("settings.dropChanges")}
      cancelLabel={t("settings.keepEditing")}
      closeLabel={t("common.close")}
      busy={false}
      error={undefined}
      onConfirm={proceed}
      onClose={reset}
    />
  );
}
