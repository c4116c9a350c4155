/** Puts a member out of the guild, who may come back. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AskDialog } from "@/binding/ask-dialog.tsx";
import { useEngine } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { kick } from "../api.ts";
import type { TargetProps } from "../target.ts";
import { ReasonField } from "./reason-field.tsx";

export function KickDialog({ guildId, userId, name, onDone, onClose }: TargetProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const [reason, setReason] = useState("");
  const doing = useMutation({
    mutationFn: () => kick(rest, guildId, userId, reason.trim()),
    onSuccess() {
      showToast({ tone: "good", text: t("moderation.kicked", { name }) });
      onDone?.();
      onClose();
    },
  });
  return (
    <AskDialog
      title={t("moderation.kickAsk", { name })}
      description={t("moderation.kickHint", { name })}
      confirmLabel={t("moderation.kickDo")}
      doing={doing}
      onConfirm={doing.mutate}
      onClose={onClose}
    >
      <ReasonField value={reason} onChange={setReason} />
    </AskDialog>
  );
}
