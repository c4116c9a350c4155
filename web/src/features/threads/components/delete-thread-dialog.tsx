/** Asks before a thread goes, with all that was said in it. */
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { Channel } from "@/engine/wire.ts";
import { ConfirmDialog } from "@/ui/confirm-dialog.tsx";
import { deleteThread } from "../api.ts";

interface DeleteThreadDialogProps {
  thread: Channel;
  onDeleted(): void;
  onClose(): void;
}

export function DeleteThreadDialog({ thread, onDeleted, onClose }: DeleteThreadDialogProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const errorText = useErrorText();
  const remove = useMutation({ mutationFn: () => deleteThread(rest, thread.id), onSuccess: onDeleted });
  return (
    <ConfirmDialog
      title={t("threads.deleteAsk", { name: thread.name ?? "" })}
      description={t("threads.deleteHint")}
      confirmLabel={t("threads.delete")}
      cancelLabel={t("common.cancel")}
      closeLabel={t("common.close")}
      busy={remove.isPending}
      error={remove.error ? errorText(remove.error) : undefined}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
