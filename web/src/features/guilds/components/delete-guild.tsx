/** The end of a guild, for all its members. Only its owner sees it. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { departing } from "@/binding/departing.ts";
import { useEngine } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { Id } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { ConfirmDialog } from "@/ui/confirm-dialog.tsx";
import { DangerZone } from "@/ui/danger-zone.tsx";
import { deleteGuild } from "../api.ts";

interface DeleteGuildProps {
  guild: { id: Id; name: string };
  onDeleted(): void;
}

export function DeleteGuild({ guild, onDeleted }: DeleteGuildProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const errorText = useErrorText();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => departing(guild.id, deleteGuild(rest, guild.id)),
    onSuccess() {
      showToast({ tone: "good", text: t("guildSettings.deleted", { guild: guild.name }) });
      onDeleted();
    },
  });
  return (
    <DangerZone title={t("guildSettings.delete")} text={t("guildSettings.deleteText")}>
      <Button look="danger" onClick={() => setAsking(true)}>
        {t("guildSettings.delete")}
      </Button>
      {asking && (
        <ConfirmDialog
          title={t("guildSettings.deleteAsk", { guild: guild.name })}
          description={t("guildSettings.deleteWarning")}
          typed={{ word: guild.name, label: t("guildSettings.deleteType", { guild: guild.name }) }}
          confirmLabel={t("guildSettings.delete")}
          cancelLabel={t("common.cancel")}
          closeLabel={t("common.close")}
          busy={remove.isPending}
          error={remove.isError ? errorText(remove.error) : undefined}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </DangerZone>
  );
}
