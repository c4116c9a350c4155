/** The second step of a login: a code of the app, or one of those for when it is lost. */
import { valibotResolver } from "@hookform/resolvers/valibot";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useSubmit } from "@/binding/use-submit.ts";
import { ApiError, CODE_WRONG_CODE, CODE_WRONG_TICKET } from "@/engine/rest/error.ts";
import { Button } from "@/ui/button.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { answerWithCode } from "../api.ts";
import { codeSchema } from "../schemas.ts";

interface CodeFormProps {
  ticket: string;
  /** Back to the password: by choice, or because the ticket is no longer good. */
  onOver(error: ApiError | null): void;
}

export function CodeForm({ ticket, onOver }: CodeFormProps) {
  const { t } = useTranslation();
  const { rest, signIn } = useEngine();
  const [isRecovery, setIsRecovery] = useState(false);
  const form = useForm<{ code: string }>({
    resolver: valibotResolver(codeSchema(t)),
    defaultValues: { code: "" },
  });
  const submit = useSubmit(form, async ({ code }) => {
    try {
      signIn(await answerWithCode(rest, ticket, code));
    } catch (error) {
      if (error instanceof ApiError && error.code === CODE_WRONG_TICKET) return onOver(error);
      if (error instanceof ApiError && error.code === CODE_WRONG_CODE) {
        form.setError("code", { message: t("error.wrongCode") }, { shouldFocus: true });
        return;
      }
      throw error;
    }
  });
  const change = () => {
    form.reset();
    setIsRecovery(!isRecovery);
  };
  const { errors, isSubmitting } = form.formState;
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <p role="status" className="text-small text-ink-2">
        {t("login.codeLead")}
      </p>
      <FormError message={errors.root?.message} />
      <TextField
        // Another field, which is written in at once.
        key={String(isRecovery)}
        label={t(isRecovery ? "login.recoveryCode" : "login.code")}
        hint={t(isRecovery ? "login.recoveryHint" : "login.codeHint")}
        error={errors.code?.message}
        autoFocus
        autoCapitalize="none"
        spellCheck={false}
        inputMode={isRecovery ? "text" : "numeric"}
        autoComplete={isRecovery ? "off" : "one-time-code"}
        {...form.register("code")}
      />
      <Button type="submit" busy={isSubmitting}>
        {t("login.submit")}
      </Button>
      <div className="flex flex-wrap justify-between gap-2">
        <Button look="quiet" onClick={change}>
          {t(isRecovery ? "login.useApp" : "login.useRecovery")}
        </Button>
        <Button look="quiet" onClick={() => onOver(null)}>
          {t("login.back")}
        </Button>
      </div>
    </form>
  );
}
