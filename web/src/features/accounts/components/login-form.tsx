/** Name and password of somebody who is known here, and a code where their account asks for one. */
import { valibotResolver } from "@hookform/resolvers/valibot";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useErrorText } from "@/binding/use-error-text.ts";
import { useSubmit } from "@/binding/use-submit.ts";
import { Button } from "@/ui/button.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { type AccountForm, logIn } from "../api.ts";
import { loginSchema } from "../schemas.ts";
import { CodeForm } from "./code-form.tsx";
import { CredentialFields } from "./credential-fields.tsx";

export function LoginForm() {
  const errorText = useErrorText();
  const [ticket, setTicket] = useState<string | null>(null);
  const [ended, setEnded] = useState<string | undefined>(undefined);
  if (ticket === null) return <PasswordStep said={ended} onAsked={setTicket} />;
  return (
    <CodeForm
      ticket={ticket}
      onOver={(error) => {
        setEnded(error === null ? undefined : errorText(error));
        setTicket(null);
      }}
    />
  );
}

interface PasswordStepProps {
  /** Why one is here again. */
  said: string | undefined;
  /** The password was right, and a code is asked for. */
  onAsked(ticket: string): void;
}

function PasswordStep({ said, onAsked }: PasswordStepProps) {
  const { t } = useTranslation();
  const { rest, signIn } = useEngine();
  const form = useForm<AccountForm>({
    resolver: valibotResolver(loginSchema(t)),
    defaultValues: { username: "", password: "" },
  });
  const submit = useSubmit(form, async (values) => {
    const answer = await logIn(rest, values);
    if ("ticket" in answer) onAsked(answer.ticket);
    else signIn(answer);
  });
  const { errors, isSubmitting, isSubmitted } = form.formState;
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <FormError message={errors.root?.message ?? (isSubmitted ? undefined : said)} />
      <CredentialFields register={form.register} errors={errors} isNew={false} />
      <Button type="submit" busy={isSubmitting}>
        {t("login.submit")}
      </Button>
    </form>
  );
}
