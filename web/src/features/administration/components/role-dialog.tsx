/** Gives an account an instance role. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AskDialog } from "@/binding/ask-dialog.tsx";
import { showToast } from "@/binding/toasts.ts";
import type { Id, InstanceRole } from "@/engine/wire.ts";
import { ChoiceField } from "@/ui/choice-field.tsx";
import { useChangeUser } from "../hooks/use-instance.ts";

interface RoleDialogProps {
  userId: Id;
  name: string;
  /** What they have. */
  role: InstanceRole;
  /** What they may be given. */
  roles: readonly InstanceRole[];
  onClose(): void;
}

export function RoleDialog({ userId, name, role, roles, onClose }: RoleDialogProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(roles.includes(role) ? role : (roles.at(-1) ?? role));
  const changing = useChangeUser(userId);
  const onSuccess = () => {
    showToast({ tone: "good", text: t("people.roleDone", { name, role: t(`people.role.${chosen}`) }) });
    onClose();
  };
  return (
    <AskDialog
      title={t("people.roleAsk", { name })}
      description={t("people.roleHint")}
      confirmLabel={t("people.giveRole")}
      isMild
      doing={changing}
      onConfirm={() => changing.mutate({ instance_role: chosen }, { onSuccess })}
      onClose={onClose}
    >
      <ChoiceField<InstanceRole>
        label={t("people.giveRole")}
        value={chosen}
        choices={roles.map((value) => ({
          value,
          label: t(`people.role.${value}`),
          hint: t(`people.may.${value}`),
        }))}
        onChange={setChosen}
      />
    </AskDialog>
  );
}
