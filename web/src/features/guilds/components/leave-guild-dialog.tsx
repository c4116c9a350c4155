/** Asks before one leaves a guild. */
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { departing } from "@/binding/departing.ts";
import { useEngine } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { Id } from "@/engine/wire.ts";
import { ConfirmDialog } from "@/ui/confirm-dialog.tsx";
import { leaveGuild } from "../api.ts";

interface LeaveGuildDialogProps {
  guild: { id: Id; name: string };
  onLeft(): void;
  onClose(): void;
}

export function LeaveGuildDialog({ guild, onLeft, onClose }: LeaveGuildDialogProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const errorText = useErrorText();
  const leave = useMutation({
    mutationFn: () => departing(guild.id, leaveGuild(rest, guild.id)),
    onSuccess() {
      showToast({ tone: "good", text: t("guildSettings.left", { guild: guild.name }) });
      onLeft();
    },
  });
  return (
    <ConfirmDialog
      title={t("guildSettings.leaveAsk", { guild: guild.name })}
      description={t("guildSettings.leaveWarning")}
      confirmLabel={t("guildSettings.leave")}
      cancelLabel={t("common.cancel")}
      closeLabel={t("common.close")}
      busy={leave.isPending}
      error={leave.isError ? errorText(leave.error) : undefined}
      onConfirm={() => leave.mutate()}
      onClose={onClose}
    />
  );
}
