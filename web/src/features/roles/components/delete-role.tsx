/** The end of a role; whoever has it loses it. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { Id, Role } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { ConfirmDialog } from "@/ui/confirm-dialog.tsx";
import { DangerZone } from "@/ui/danger-zone.tsx";
import { deleteRole } from "../api.ts";

interface DeleteRoleProps {
  guildId: Id;
  role: Role;
  onDeleted(): void;
}

export function DeleteRole({ guildId, role, onDeleted }: DeleteRoleProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const errorText = useErrorText();
  const [asking, setAsking] = useState(false);
  const remove = useAction({
    run: () => deleteRole(rest, guildId, role.id),
    done: t("roles.deleted", { role: role.name }),
    after: onDeleted,
  });
  return (
    <DangerZone title={t("roles.delete")} text={t("roles.deleteText")}>
      <Button look="danger" onClick={() => setAsking(true)}>
        {t("roles.delete")}
      </Button>
      {asking && (
        <ConfirmDialog
          title={t("roles.deleteAsk", { role: role.name })}
          description={t("roles.deleteText")}
          confirmLabel={t("roles.delete")}
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
