/** Makes a text or voice channel in a guild. */
import { valibotResolver } from "@hookform/resolvers/valibot";
import type { TFunction } from "i18next";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as v from "valibot";
import { useEngine } from "@/binding/engine-context.tsx";
import { useSubmit } from "@/binding/use-submit.ts";
import { CHANNEL_TEXT, CHANNEL_VOICE, type Channel, type Id } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { Dialog } from "@/ui/dialog.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { SelectField } from "@/ui/select-field.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { createChannel } from "../api.ts";

interface CreateChannelDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  guild: { id: Id; name: string };
  onCreated(channel: Channel): void;
}

export function CreateChannelDialog({ open, onOpenChange, guild, onCreated }: CreateChannelDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("channel.create")}
      description={t("channel.createIn", { guild: guild.name })}
      closeLabel={t("common.close")}
    >
      <ChannelForm guildId={guild.id} onCreated={onCreated} />
    </Dialog>
  );
}

function channelSchema(t: TFunction) {
  const length = t("field.channelNameLength");
  return v.object({
    name: v.pipe(v.string(), v.trim(), v.minLength(1, length), v.maxLength(100, length)),
    type: v.string(),
  });
}

function ChannelForm({ guildId, onCreated }: { guildId: Id; onCreated(channel: Channel): void }) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const form = useForm<{ name: string; type: string }>({
    resolver: valibotResolver(channelSchema(t)),
    defaultValues: { name: "", type: String(CHANNEL_TEXT) },
  });
  const submit = useSubmit(form, async ({ name, type }) => {
    onCreated(await createChannel(rest, guildId, { name, type: Number(type) }));
  });
  const { errors, isSubmitting } = form.formState;
  const kinds = [
    { value: String(CHANNEL_TEXT), label: t("channel.kindText") },
    { value: String(CHANNEL_VOICE), label: t("channel.kindVoice") },
  ];
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <FormError message={errors.root?.message} />
      <TextField
        label={t("field.channelName")}
        error={errors.name?.message}
        autoComplete="off"
        {...form.register("name")}
      />
      <SelectField label={t("channel.kind")} choices={kinds} {...form.register("type")} />
      <Button type="submit" busy={isSubmitting}>
        {t("channel.create")}
      </Button>
    </form>
  );
}
