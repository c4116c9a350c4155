/** The display name, with what it looks like. */
import { valibotResolver } from "@hookform/resolvers/valibot";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { useUnsaved } from "@/binding/unsaved.ts";
import { useSelf } from "@/binding/use-self.ts";
import { useSubmit } from "@/binding/use-submit.ts";
import { avatarPath } from "@/engine/pictures.ts";
import { Avatar } from "@/ui/avatar.tsx";
import { Button } from "@/ui/button.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { changeDisplayName } from "../api.ts";
import { displayNameSchema } from "../schemas.ts";

export function ProfileForm() {
  const { t } = useTranslation();
  const { rest, login } = useEngine();
  const self = useSelf();
  const form = useForm<{ global_name: string }>({
    resolver: valibotResolver(displayNameSchema(t)),
    defaultValues: { global_name: self.global_name ?? "" },
  });
  const submit = useSubmit(form, async ({ global_name }) => {
    const user = await changeDisplayName(rest, global_name);
    login.renamed(user);
    form.reset({ global_name: user.global_name ?? "" });
    showToast({ tone: "good", text: t("profile.saved") });
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  useUnsaved(isDirty);
  const shown = form.watch("global_name").trim() || self.username;
  return (
    <form onSubmit={submit} noValidate className="grid max-w-md grid-cols-1 gap-4">
      <div className="flex items-center gap-3 rounded-medium border border-line bg-ground p-3">
        <Avatar id={self.id} name={shown} picture={avatarPath(self)} size="large" />
        <p className="min-w-0 leading-tight">
          <span className="sr-only">{t("profile.preview")}: </span>
          <b className="block truncate font-semibold">{shown}</b>
          <small className="text-tiny text-ink-3">{self.username}</small>
        </p>
      </div>
      <FormError message={errors.root?.message} />
      <TextField
        label={t("profile.displayName")}
        hint={t("profile.displayNameHint")}
        error={errors.global_name?.message}
        autoComplete="nickname"
        {...form.register("global_name")}
      />
      <Button type="submit" busy={isSubmitting} disabled={!isDirty} className="justify-self-start">
        {t("settings.save")}
      </Button>
    </form>
  );
}
