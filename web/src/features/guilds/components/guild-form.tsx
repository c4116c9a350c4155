/** What a guild is called. */
import { valibotResolver } from "@hookform/resolvers/valibot";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as v from "valibot";
import { useEngine } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { useUnsaved } from "@/binding/unsaved.ts";
import { useSubmit } from "@/binding/use-submit.ts";
import type { Id } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { changeGuild } from "../api.ts";

export function GuildForm({ guild }: { guild: { id: Id; name: string } }) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const length = t("field.guildNameLength");
  const form = useForm<{ name: string }>({
    resolver: valibotResolver(
      v.object({ name: v.pipe(v.string(), v.trim(), v.minLength(2, length), v.maxLength(100, length)) }),
    ),
    defaultValues: { name: guild.name },
  });
  const submit = useSubmit(form, async (values) => {
    await changeGuild(rest, guild.id, values);
    form.reset(values);
    showToast({ tone: "good", text: t("settings.saved") });
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  useUnsaved(isDirty);
  return (
    <form onSubmit={submit} noValidate className="grid max-w-md gap-4">
      <FormError message={errors.root?.message} />
      <TextField
        label={t("guildSettings.name")}
        error={errors.name?.message}
        autoComplete="off"
        {...form.register("name")}
      />
      <Button type="submit" busy={isSubmitting} disabled={!isDirty} className="justify-self-start">
        {t("settings.save")}
      </Button>
    </form>
  );
}
