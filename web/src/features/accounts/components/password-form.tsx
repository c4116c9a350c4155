/** The old password and a new one. */
import { valibotResolver } from "@hookform/resolvers/valibot";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { useUnsaved } from "@/binding/unsaved.ts";
import { useSubmit } from "@/binding/use-submit.ts";
import { ApiError, CODE_WRONG_LOGIN } from "@/engine/rest/error.ts";
import { Button } from "@/ui/button.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { changePassword, type PasswordForm as Values } from "../api.ts";
import { passwordSchema } from "../schemas.ts";

const EMPTY: Values = { old: "", new: "" };

export function PasswordForm() {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const form = useForm<Values>({ resolver: valibotResolver(passwordSchema(t)), defaultValues: EMPTY });
  const submit = useSubmit(form, async (values) => {
    await changePassword(rest, values).catch((error: unknown) => {
      throw isWrongPassword(error) ? fieldError(error, "old", t("password.wrongOld")) : error;
    });
    form.reset(EMPTY);
    showToast({ tone: "good", text: t("password.changed") });
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  useUnsaved(isDirty);
  return (
    <form onSubmit={submit} noValidate className="grid max-w-md gap-4">
      <FormError message={errors.root?.message} />
      <TextField
        label={t("password.old")}
        error={errors.old?.message}
        type="password"
        autoComplete="current-password"
        {...form.register("old")}
      />
      <TextField
        label={t("password.new")}
        hint={t("field.passwordHint")}
        error={errors.new?.message}
        type="password"
        autoComplete="new-password"
        {...form.register("new")}
      />
      <Button type="submit" busy={isSubmitting} className="justify-self-start">
        {t("password.submit")}
      </Button>
    </form>
  );
}

/** Here it is the password alone that can be wrong. */
function isWrongPassword(error: unknown): error is ApiError {
  return error instanceof ApiError && error.code === CODE_WRONG_LOGIN;
}

function fieldError(error: ApiError, field: string, message: string): ApiError {
  return new ApiError(error.status, error.code, message, { [field]: message }, null);
}
