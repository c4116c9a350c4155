/** Keeps somebody out of the guild, member or not, and takes away what they said lately. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AskDialog } from "@/binding/ask-dialog.tsx";
import { useEngine } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { SelectField } from "@/ui/select-field.tsx";
import { ban } from "../api.ts";
import { namesOf, SWEEP_LENGTHS_S, type SweepLength } from "../lengths.ts";
import type { TargetProps } from "../target.ts";
import { ReasonField } from "./reason-field.tsx";

export function BanDialog({ guildId, userId, name, onDone, onClose }: TargetProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const [reason, setReason] = useState("");
  const [swept, setSwept] = useState<SweepLength>("none");
  const doing = useMutation({
    mutationFn: () => ban(rest, guildId, { userId, reason: reason.trim(), sweptS: SWEEP_LENGTHS_S[swept] }),
    onSuccess() {
      showToast({ tone: "good", text: t("moderation.banned", { name }) });
      onDone?.();
      onClose();
    },
  });
  return (
    <AskDialog
      title={t("moderation.banAsk", { name })}
      description={t("moderation.banHint", { name })}
      confirmLabel={t("moderation.banDo")}
      doing={doing}
      onConfirm={doing.mutate}
      onClose={onClose}
    >
      <ReasonField value={reason} onChange={setReason} />
      <SelectField
        label={t("moderation.sweep")}
        choices={namesOf(SWEEP_LENGTHS_S).map((value) => ({ value, label: t(`moderation.sweeps.${value}`) }))}
        value={swept}
        onChange={(event) => setSwept(event.target.value as SweepLength)}
      />
    </AskDialog>
  );
}
