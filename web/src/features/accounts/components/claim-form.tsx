/** The first account of a server, and its first guild. */
import { valibotResolver } from "@hookform/resolvers/valibot";
import { type UseFormRegister, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useSubmit } from "@/binding/use-submit.ts";
import { ApiError } from "@/engine/rest/error.ts";
import type { Id } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { type AccountForm, type ClaimForm as ClaimValues, claimServer } from "../api.ts";
import { claimSchema } from "../schemas.ts";
import { CredentialFields } from "./credential-fields.tsx";

interface ClaimFormProps {
  token: string;
  onClaimed(guildId: Id): void;
}

export function ClaimForm({ token, onClaimed }: ClaimFormProps) {
  const { t } = useTranslation();
  const { rest, signIn } = useEngine();
  const form = useForm<ClaimValues>({
    resolver: valibotResolver(claimSchema(t)),
    defaultValues: { username: "", password: "", guild_name: "" },
  });
  const submit = useSubmit(form, async (values) => {
    const answer = await claimServer(rest, token, values).catch((error: unknown) => {
      throw refusalOf(error, t("setup.wrongToken"), t("setup.claimed"));
    });
    onClaimed(answer.guild.id);
    signIn(answer);
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <FormError message={errors.root?.message} />
      <CredentialFields
        register={form.register as unknown as UseFormRegister<AccountForm>}
        errors={errors}
        isNew
      />
      <TextField
        label={t("field.guildName")}
        error={errors.guild_name?.message}
        autoComplete="off"
        {...form.register("guild_name")}
      />
      <Button type="submit" busy={isSubmitting}>
        {t("setup.submit")}
      </Button>
    </form>
  );
}

/** The two refusals that only this form knows get their own words. */
function refusalOf(error: unknown, wrongToken: string, claimed: string): unknown {
  if (!(error instanceof ApiError)) return error;
  const message = { 403: wrongToken, 404: claimed }[error.status];
  return message ? new ApiError(error.status, error.code, message, {}, null) : error;
}
