/** The end of a channel and of all that was said in it. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { Channel } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { ConfirmDialog } from "@/ui/confirm-dialog.tsx";
import { DangerZone } from "@/ui/danger-zone.tsx";
import { deleteChannel } from "../api.ts";

export function DeleteChannel({ channel, onDeleted }: { channel: Channel; onDeleted(): void }) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const errorText = useErrorText();
  const [asking, setAsking] = useState(false);
  const name = channel.name ?? "";
  const remove = useMutation({
    mutationFn: () => deleteChannel(rest, channel.id),
    onSuccess() {
      showToast({ tone: "good", text: t("channelSettings.deleted", { channel: name }) });
      onDeleted();
    },
  });
  return (
    <DangerZone title={t("channelSettings.delete")} text={t("channelSettings.deleteText")}>
      <Button look="danger" onClick={() => setAsking(true)}>
        {t("channelSettings.delete")}
      </Button>
      {asking && (
        <ConfirmDialog
          title={t("channelSettings.deleteAsk", { channel: name })}
          description={t("channelSettings.deleteText")}
          typed={{ word: name, label: t("channelSettings.deleteType", { channel: name }) }}
          confirmLabel={t("channelSettings.delete")}
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
