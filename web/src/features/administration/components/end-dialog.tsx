/** Ends somebody else's account, for good. */
import { useTranslation } from "react-i18next";
import { showToast } from "@/binding/toasts.ts";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { User } from "@/engine/wire.ts";
import { ConfirmDialog } from "@/ui/confirm-dialog.tsx";
import { useEndUser } from "../hooks/use-instance.ts";

interface EndDialogProps {
  user: User;
  name: string;
  onClose(): void;
}

export function EndDialog({ user, name, onClose }: EndDialogProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const ending = useEndUser(user.id);
  const onSuccess = () => {
    showToast({ tone: "good", text: t("people.endDone", { name }) });
    onClose();
  };
  return (
    <ConfirmDialog
      title={t("people.endAsk", { name })}
      description={t("people.endHint")}
      typed={{ word: user.username, label: t("people.endType", { name: user.username }) }}
      confirmLabel={t("people.end")}
      cancelLabel={t("common.cancel")}
      closeLabel={t("common.close")}
      busy={ending.isPending}
      error={ending.isError ? errorText(ending.error) : undefined}
      onConfirm={() => ending.mutate(undefined, { onSuccess })}
      onClose={onClose}
    />
  );
}
