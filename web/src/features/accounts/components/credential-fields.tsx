/** Name and password, as all entry forms have them. */
import type { FieldErrors, UseFormRegister } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { TextField } from "@/ui/text-field.tsx";
import type { AccountForm } from "../api.ts";

interface CredentialFieldsProps {
  register: UseFormRegister<AccountForm>;
  errors: FieldErrors<AccountForm>;
  /** A new account is told the rules beforehand. */
  isNew: boolean;
}

export function CredentialFields({ register, errors, isNew }: CredentialFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        label={t("field.username")}
        hint={isNew ? t("field.usernameHint") : undefined}
        error={errors.username?.message}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        {...register("username")}
      />
      <TextField
        label={t("field.password")}
        hint={isNew ? t("field.passwordHint") : undefined}
        error={errors.password?.message}
        type="password"
        autoComplete={isNew ? "new-password" : "current-password"}
        {...register("password")}
      />
    </>
  );
}
