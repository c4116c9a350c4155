/** Makes an invite to a channel's guild and offers its link. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { Id } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { CopyField } from "@/ui/copy-field.tsx";
import { Dialog } from "@/ui/dialog.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { SelectField } from "@/ui/select-field.tsx";
import { createInvite } from "../api.ts";
import { inviteLink } from "../code.ts";

const WEEK_S = 604_800;

interface CreateInviteDialogProps {
  guildName: string;
  channelId: Id;
  onClose(): void;
}

export function CreateInviteDialog({ guildName, channelId, onClose }: CreateInviteDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("invite.create")}
      description={t("invite.createLead", { guild: guildName })}
      closeLabel={t("common.close")}
    >
      <InviteMaker channelId={channelId} />
    </Dialog>
  );
}

function InviteMaker({ channelId }: { channelId: Id }) {
  const { t } = useTranslation();
  const { rest, ports } = useEngine();
  const errorText = useErrorText();
  const [maxAge, setMaxAge] = useState(String(WEEK_S));
  const [maxUses, setMaxUses] = useState("0");
  const make = useMutation({
    mutationFn: () => createInvite(rest, channelId, { max_age: Number(maxAge), max_uses: Number(maxUses) }),
  });
  const ages = [
    { value: "3600", label: t("invite.hour") },
    { value: "86400", label: t("invite.day") },
    { value: String(WEEK_S), label: t("invite.week") },
    { value: "0", label: t("invite.never") },
  ];
  const uses = ["0", "1", "5", "10", "25", "100"].map((value) => ({
    value,
    label: value === "0" ? t("invite.usesAny") : value,
  }));
  return (
    <div className="grid gap-4">
      <FormError message={make.isError ? errorText(make.error) : undefined} />
      {make.data && (
        <CopyField
          label={t("invite.link")}
          value={inviteLink(ports.origin, make.data.code)}
          copyLabel={t("common.copy")}
          copiedLabel={t("common.copied")}
          key={make.data.code}
        />
      )}
      <div className="grid grid-cols-2 gap-3">
        <SelectField
          label={t("invite.expires")}
          choices={ages}
          value={maxAge}
          onChange={(event) => setMaxAge(event.target.value)}
        />
        <SelectField
          label={t("invite.uses")}
          choices={uses}
          value={maxUses}
          onChange={(event) => setMaxUses(event.target.value)}
        />
      </div>
      <Button look={make.data ? "quiet" : "primary"} busy={make.isPending} onClick={() => make.mutate()}>
        {make.data ? t("invite.makeAnother") : t("invite.make")}
      </Button>
    </div>
  );
}
