/** Makes a channel or a category in a guild. */
import { valibotResolver } from "@hookform/resolvers/valibot";
import type { TFunction } from "i18next";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as v from "valibot";
import { useEngine } from "@/binding/engine-context.tsx";
import { useSubmit } from "@/binding/use-submit.ts";
import { arrangeChannels } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import {
  CHANNEL_ANNOUNCEMENTS,
  CHANNEL_CATEGORY,
  CHANNEL_TEXT,
  CHANNEL_VOICE,
  type Channel,
} from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { Dialog } from "@/ui/dialog.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { SelectField } from "@/ui/select-field.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { announcingOverwrites } from "../announcing.ts";
import { createChannel } from "../api.ts";

interface CreateChannelDialogProps {
  guild: GuildState;
  onCreated(channel: Channel): void;
  onClose(): void;
}

export function CreateChannelDialog({ guild, onCreated, onClose }: CreateChannelDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("channel.create")}
      description={t("channel.createIn", { guild: guild.name })}
      closeLabel={t("common.close")}
    >
      <NewChannelForm guild={guild} onCreated={onCreated} />
    </Dialog>
  );
}

function channelSchema(t: TFunction) {
  const length = t("field.channelNameLength");
  return v.object({
    name: v.pipe(v.string(), v.trim(), v.minLength(1, length), v.maxLength(100, length)),
    type: v.string(),
    parent_id: v.string(),
  });
}

type NewChannelFormProps = Pick<CreateChannelDialogProps, "guild" | "onCreated">;

function NewChannelForm({ guild, onCreated }: NewChannelFormProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const form = useForm<{ name: string; type: string; parent_id: string }>({
    resolver: valibotResolver(channelSchema(t)),
    defaultValues: { name: "", type: String(CHANNEL_TEXT), parent_id: "" },
  });
  const submit = useSubmit(form, async ({ name, type, parent_id }) => {
    const kind = Number(type);
    const parent: { parent_id?: string } = kind === CHANNEL_CATEGORY || parent_id === "" ? {} : { parent_id };
    const announcing =
      kind === CHANNEL_ANNOUNCEMENTS
        ? { permission_overwrites: announcingOverwrites(guild, parent.parent_id ?? null) }
        : {};
    onCreated(await createChannel(rest, guild.id, { name, type: kind, ...parent, ...announcing }));
  });
  const { errors, isSubmitting } = form.formState;
  const kinds = [
    { value: String(CHANNEL_TEXT), label: t("channel.kindText") },
    { value: String(CHANNEL_ANNOUNCEMENTS), label: t("channel.kindAnnouncements") },
    { value: String(CHANNEL_VOICE), label: t("channel.kindVoice") },
    { value: String(CHANNEL_CATEGORY), label: t("channel.kindCategory") },
  ];
  const categories = arrangeChannels(guild).flatMap(({ category }) => category ?? []);
  const mayBeWithin = categories.length > 0 && form.watch("type") !== String(CHANNEL_CATEGORY);
  const parents = [
    { value: "", label: t("channel.noCategory") },
    ...categories.map(({ id, name }) => ({ value: id, label: name ?? "" })),
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
      <SelectField
        label={t("channel.kind")}
        choices={kinds}
        {...(form.watch("type") === String(CHANNEL_ANNOUNCEMENTS) && {
          hint: t("channel.announcementsHint"),
        })}
        {...form.register("type")}
      />
      {mayBeWithin && (
        <SelectField label={t("channel.category")} choices={parents} {...form.register("parent_id")} />
      )}
      <Button type="submit" busy={isSubmitting}>
        {t("channel.create")}
      </Button>
    </form>
  );
}
