/** Name and password of somebody who is known here. */
import { valibotResolver } from "@hookform/resolvers/valibot";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useSubmit } from "@/binding/use-submit.ts";
import { Button } from "@/ui/button.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { type AccountForm, logIn } from "../api.ts";
import { loginSchema } from "../schemas.ts";
import { CredentialFields } from "./credential-fields.tsx";

export function LoginForm() {
  const { t } = useTranslation();
  const { rest, signIn } = useEngine();
  const form = useForm<AccountForm>({
    resolver: valibotResolver(loginSchema(t)),
    defaultValues: { username: "", password: "" },
  });
  const submit = useSubmit(form, async (values) => signIn(await logIn(rest, values)));
  const { errors, isSubmitting } = form.formState;
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <FormError message={errors.root?.message} />
      <CredentialFields register={form.register} errors={errors} isNew={false} />
      <Button type="submit" busy={isSubmitting}>
        {t("login.submit")}
      </Button>
    </form>
  );
}
