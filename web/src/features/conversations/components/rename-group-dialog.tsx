/** Gives a group another name, or none. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { Channel } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { Dialog } from "@/ui/dialog.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { renameGroup } from "../api.ts";

export function RenameGroupDialog({ group, onClose }: { group: Channel; onClose(): void }) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const errorText = useErrorText();
  const [name, setName] = useState(group.name ?? "");
  const rename = useMutation({
    mutationFn: () => renameGroup(rest, group.id, name.trim() || null),
    onSuccess: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("groups.rename")}
      closeLabel={t("common.close")}
    >
      <form onSubmit={submit} className="grid gap-4">
        <TextField
          label={t("groups.name")}
          hint={t("groups.nameHint")}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={rename.isError ? errorText(rename.error) : undefined}
          autoComplete="off"
          maxLength={100}
        />
        <Button type="submit" busy={rename.isPending}>
          {t("groups.rename")}
        </Button>
      </form>
    </Dialog>
  );
}
