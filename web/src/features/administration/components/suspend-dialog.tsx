/** Suspends an account: for how long, and what its user is told. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AskDialog } from "@/binding/ask-dialog.tsx";
import { useEngine } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import type { Id } from "@/engine/wire.ts";
import { ChoiceField } from "@/ui/choice-field.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { useChangeUser } from "../hooks/use-instance.ts";

const DAY_MS = 86_400_000;

/** Null: until somebody ends it. */
const LENGTHS_MS = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS, forever: null } as const;

type Length = keyof typeof LENGTHS_MS;

const LENGTHS = Object.keys(LENGTHS_MS) as Length[];

/** As many as the server keeps. */
const REASON_CHARACTERS_MAX = 512;

interface SuspendDialogProps {
  userId: Id;
  name: string;
  onClose(): void;
}

export function SuspendDialog({ userId, name, onClose }: SuspendDialogProps) {
  const { t } = useTranslation();
  const { ports } = useEngine();
  const [length, setLength] = useState<Length>("week");
  const [reason, setReason] = useState("");
  const changing = useChangeUser(userId);
  const suspend = () => {
    const lengthMs = LENGTHS_MS[length];
    const until = lengthMs === null ? null : new Date(ports.clock.now() + lengthMs).toISOString();
    const change = {
      suspended: true,
      suspension_reason: reason.trim(),
      ...(until === null ? {} : { suspended_until: until }),
    };
    changing.mutate(change, {
      onSuccess() {
        showToast({ tone: "good", text: t("people.suspendDone", { name }) });
        onClose();
      },
    });
  };
  return (
    <AskDialog
      title={t("people.suspendAsk", { name })}
      description={t("people.suspendHint", { name })}
      confirmLabel={t("people.suspend")}
      doing={changing}
      onConfirm={suspend}
      onClose={onClose}
    >
      <ChoiceField<Length>
        label={t("people.length")}
        value={length}
        choices={LENGTHS.map((value) => ({ value, label: t(`people.lengths.${value}`) }))}
        onChange={setLength}
      />
      <TextField
        label={t("people.reason")}
        hint={t("people.reasonHint")}
        value={reason}
        maxLength={REASON_CHARACTERS_MAX}
        autoComplete="off"
        onChange={(event) => setReason(event.target.value)}
      />
    </AskDialog>
  );
}
