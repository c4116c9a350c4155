/** A new account, by invite where the server wants one. */
import { valibotResolver } from "@hookform/resolvers/valibot";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useSubmit } from "@/binding/use-submit.ts";
import { Button } from "@/ui/button.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { type AccountForm, register } from "../api.ts";
import { accountSchema } from "../schemas.ts";
import { CredentialFields } from "./credential-fields.tsx";

interface RegisterFormProps {
  invite?: string | undefined;
  submitLabel: string;
  /** Before the new user is signed in, so that a screen can decide where they land. */
  onRegistered?(): void;
}

export function RegisterForm({ invite, submitLabel, onRegistered }: RegisterFormProps) {
  const { t } = useTranslation();
  const { rest, signIn } = useEngine();
  const form = useForm<AccountForm>({
    resolver: valibotResolver(accountSchema(t)),
    defaultValues: { username: "", password: "" },
  });
  const submit = useSubmit(form, async (values) => {
    const credentials = await register(rest, values, invite);
    onRegistered?.();
    signIn(credentials);
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <FormError message={errors.root?.message} />
      <CredentialFields register={form.register} errors={errors} isNew />
      <Button type="submit" busy={isSubmitting}>
        {submitLabel}
      </Button>
    </form>
  );
}
