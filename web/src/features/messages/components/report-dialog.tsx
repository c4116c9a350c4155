/** Tells those who look after the guild of a message, and why. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AskDialog } from "@/binding/ask-dialog.tsx";
import { useEngine } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import type { Message } from "@/engine/wire.ts";
import { TextAreaField } from "@/ui/text-area-field.tsx";
import { reportMessage } from "../api.ts";

const REASON_CHARS_MAX = 512;

export function ReportDialog({ message, onClose }: { message: Message; onClose(): void }) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const doing = useMutation({
    mutationFn: () => reportMessage(rest, message, reason.trim()),
    onSuccess() {
      showToast({ tone: "good", text: t("messages.reported") });
      onClose();
    },
  });
  return (
    <AskDialog
      title={t("messages.reportAsk")}
      description={t("messages.reportHint")}
      confirmLabel={t("messages.reportDo")}
      isMild
      doing={doing}
      onConfirm={() => (reason.trim() === "" ? setMissing(true) : doing.mutate())}
      onClose={onClose}
    >
      <TextAreaField
        label={t("messages.reportReason")}
        value={reason}
        maxLength={REASON_CHARS_MAX}
        error={isMissing && reason.trim() === "" ? t("messages.reportNeedsReason") : undefined}
        onChange={({ target }) => setReason(target.value)}
      />
    </AskDialog>
  );
}
