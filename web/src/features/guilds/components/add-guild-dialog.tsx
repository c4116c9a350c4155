/** Two ways to a further guild: make it, or go to an invite. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { Id } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { Dialog } from "@/ui/dialog.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { createGuild } from "../api.ts";

interface AddGuildDialogProps {
  onCreated(guildId: Id): void;
  /** What was pasted, as it is. */
  onInvite(text: string): void;
  onClose(): void;
}

export function AddGuildDialog({ onCreated, onInvite, onClose }: AddGuildDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("guild.add")}
      description={t("guild.addLead")}
      closeLabel={t("common.close")}
    >
      <CreateForm onCreated={onCreated} />
      <hr className="border-line" />
      <InviteForm onInvite={onInvite} />
    </Dialog>
  );
}

function CreateForm({ onCreated }: Pick<AddGuildDialogProps, "onCreated">) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const errorText = useErrorText();
  const [name, setName] = useState("");
  const create = useMutation({
    mutationFn: () => createGuild(rest, name.trim()),
    onSuccess: ({ id }) => onCreated(id),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={submit} className="grid gap-3">
      <FormError message={create.isError ? errorText(create.error) : undefined} />
      <TextField
        label={t("field.guildName")}
        value={name}
        onChange={(event) => setName(event.target.value)}
        maxLength={100}
      />
      <Button type="submit" busy={create.isPending} disabled={name.trim().length < 2}>
        {t("guild.create")}
      </Button>
    </form>
  );
}

function InviteForm({ onInvite }: Pick<AddGuildDialogProps, "onInvite">) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onInvite(text);
  };
  return (
    <form onSubmit={submit} className="grid gap-3">
      <TextField
        label={t("field.inviteLink")}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" look="quiet" disabled={text.trim() === ""}>
        {t("guild.join")}
      </Button>
    </form>
  );
}
