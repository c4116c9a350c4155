/** Asks before a message goes; with Shift held it is not asked. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "@/engine/wire.ts";
import { ConfirmDialog } from "@/ui/confirm-dialog.tsx";
import { useMessageActs } from "../hooks/use-message-acts.ts";

export function DeleteMessageDialog({ message, onClose }: { message: Message; onClose(): void }) {
  const { t } = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const { remove } = useMessageActs(message);
  return (
    <ConfirmDialog
      title={t("messages.deleteAsk")}
      description={t("messages.deleteHint")}
      confirmLabel={t("messages.delete")}
      cancelLabel={t("common.cancel")}
      closeLabel={t("common.close")}
      busy={isBusy}
      error={undefined}
      onConfirm={() => {
        setBusy(true);
        void remove().then(onClose);
      }}
      onClose={onClose}
    />
  );
}
