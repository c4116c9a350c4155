/** Asks before one leaves a group, and leads away from it then. */
import { useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { HOME } from "@/engine/guilds/home.ts";
import type { Channel } from "@/engine/wire.ts";
import { ConfirmDialog } from "@/ui/confirm-dialog.tsx";
import { closeConversation } from "../api.ts";

interface LeaveGroupDialogProps {
  group: Channel;
  name: string;
  onClose(): void;
}

export function LeaveGroupDialog({ group, name, onClose }: LeaveGroupDialogProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const navigate = useNavigate();
  const { channelId } = useParams({ strict: false });
  const isLast = (group.recipients ?? []).length === 0;
  const leaving = useAction({
    run: () => closeConversation(rest, group.id),
    done: null,
    after() {
      onClose();
      if (channelId === group.id) void navigate({ to: "/channels/$guildId", params: { guildId: HOME } });
    },
  });
  return (
    <ConfirmDialog
      title={t("groups.leaveAsk", { name })}
      description={t(isLast ? "groups.leaveLast" : "groups.leaveHint")}
      confirmLabel={t("groups.leave")}
      cancelLabel={t("common.cancel")}
      closeLabel={t("common.close")}
      busy={leaving.isPending}
      error={undefined}
      onConfirm={() => leaving.mutate()}
      onClose={onClose}
    />
  );
}
