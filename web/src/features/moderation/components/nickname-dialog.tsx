/** Asks what somebody, or oneself, is called in a guild. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AskDialog } from "@/binding/ask-dialog.tsx";
import { useEngine } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { TextField } from "@/ui/text-field.tsx";
import { rename } from "../api.ts";
import type { TargetProps } from "../target.ts";

/** As the server has it. */
const NICK_CHARS_MAX = 32;

interface NicknameDialogProps extends TargetProps {
  nick: string;
  isOwn: boolean;
}

export function NicknameDialog({ guildId, userId, name, nick, isOwn, onClose }: NicknameDialogProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const [next, setNext] = useState(nick);
  const doing = useMutation({
    mutationFn: () => rename(rest, guildId, isOwn ? "@me" : userId, next.trim()),
    onSuccess() {
      showToast({ tone: "good", text: t("moderation.nickDone") });
      onClose();
    },
  });
  return (
    <AskDialog
      title={isOwn ? t("moderation.nickOwnAsk") : t("moderation.nickAsk", { name })}
      description={t("moderation.nickHint")}
      confirmLabel={t("moderation.nickDo")}
      isMild
      doing={doing}
      onConfirm={doing.mutate}
      onClose={onClose}
    >
      <TextField
        label={t("moderation.nickField")}
        value={next}
        maxLength={NICK_CHARS_MAX}
        onChange={(event) => setNext(event.target.value)}
      />
    </AskDialog>
  );
}
