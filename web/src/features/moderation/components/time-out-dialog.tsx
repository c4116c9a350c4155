/** Puts a member in time-out: for how long, and why. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AskDialog } from "@/binding/ask-dialog.tsx";
import { useEngine } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { ChoiceField } from "@/ui/choice-field.tsx";
import { momentName } from "@/ui/time.ts";
import { timeOut } from "../api.ts";
import { namesOf, TIME_OUT_LENGTHS_S, type TimeOutLength } from "../lengths.ts";
import type { TargetProps } from "../target.ts";
import { ReasonField } from "./reason-field.tsx";

const SECOND_MS = 1_000;

export function TimeOutDialog({ guildId, userId, name, onDone, onClose }: TargetProps) {
  const { t } = useTranslation();
  const { rest, ports } = useEngine();
  const [length, setLength] = useState<TimeOutLength>("tenMinutes");
  const [reason, setReason] = useState("");
  const doing = useMutation({
    async mutationFn() {
      const untilMs = ports.clock.now() + TIME_OUT_LENGTHS_S[length] * SECOND_MS;
      await timeOut(rest, guildId, { userId, untilMs, reason: reason.trim() });
      return untilMs;
    },
    onSuccess(untilMs) {
      showToast({ tone: "good", text: t("moderation.timedOut", { name, time: momentName(untilMs) }) });
      onDone?.();
      onClose();
    },
  });
  return (
    <AskDialog
      title={t("moderation.timeOutAsk", { name })}
      description={t("moderation.timeOutHint", { name })}
      confirmLabel={t("moderation.timeOutDo")}
      isMild
      doing={doing}
      onConfirm={doing.mutate}
      onClose={onClose}
    >
      <ChoiceField<TimeOutLength>
        label={t("moderation.length")}
        value={length}
        choices={namesOf(TIME_OUT_LENGTHS_S).map((value) => ({
          value,
          label: t(`moderation.lengths.${value}`),
        }))}
        onChange={setLength}
      />
      <ReasonField value={reason} onChange={setReason} />
    </AskDialog>
  );
}
