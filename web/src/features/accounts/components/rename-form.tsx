/** The username, which only changes for whoever knows the password. */
import { valibotResolver } from "@hookform/resolvers/valibot";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { useUnsaved } from "@/binding/unsaved.ts";
import { useSelf } from "@/binding/use-self.ts";
import { useSubmit } from "@/binding/use-submit.ts";
import { Button } from "@/ui/button.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { type AccountForm, changeUsername } from "../api.ts";
import { renameSchema } from "../schemas.ts";

export function RenameForm() {
  const { t } = useTranslation();
  const { rest, login } = useEngine();
  const self = useSelf();
  const form = useForm<AccountForm>({
    resolver: valibotResolver(renameSchema(t)),
    defaultValues: { username: self.username, password: "" },
  });
  const submit = useSubmit(form, async (values) => {
    const user = await changeUsername(rest, values);
    login.renamed(user);
    form.reset({ username: user.username, password: "" });
    showToast({ tone: "good", text: t("profile.usernameSaved", { name: user.username }) });
  });
  const { errors, isSubmitting, dirtyFields } = form.formState;
  useUnsaved(dirtyFields.username === true);
  return (
    <form onSubmit={submit} noValidate className="grid max-w-md grid-cols-1 gap-4">
      <FormError message={errors.root?.message} />
      <TextField
        label={t("field.username")}
        hint={t("profile.usernameLead")}
        error={errors.username?.message}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        {...form.register("username")}
      />
      {dirtyFields.username && (
        <TextField
          label={t("profile.currentPassword")}
          error={errors.password?.message}
          type="password"
          autoComplete="current-password"
          {...form.register("password")}
        />
      )}
      <Button
        type="submit"
        look="quiet"
        busy={isSubmitting}
        disabled={!dirtyFields.username}
        className="justify-self-start"
      >
        {t("profile.changeUsername")}
      </Button>
    </form>
  );
}
