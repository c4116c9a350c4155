/** Lifts a suspension. */
import { useTranslation } from "react-i18next";
import { AskDialog } from "@/binding/ask-dialog.tsx";
import { showToast } from "@/binding/toasts.ts";
import type { Id } from "@/engine/wire.ts";
import { useChangeUser } from "../hooks/use-instance.ts";

interface LiftDialogProps {
  userId: Id;
  name: string;
  onClose(): void;
}

export function LiftDialog({ userId, name, onClose }: LiftDialogProps) {
  const { t } = useTranslation();
  const changing = useChangeUser(userId);
  const onSuccess = () => {
    showToast({ tone: "good", text: t("people.liftDone", { name }) });
    onClose();
  };
  return (
    <AskDialog
      title={t("people.liftAsk", { name })}
      description={t("people.liftHint", { name })}
      confirmLabel={t("people.lift")}
      isMild
      doing={changing}
      onConfirm={() => changing.mutate({ suspended: false }, { onSuccess })}
      onClose={onClose}
    />
  );
}
