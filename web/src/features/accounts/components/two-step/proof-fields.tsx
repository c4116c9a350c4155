/** The password and a code: what it takes to change how one logs in. */
import type { FieldErrors, UseFormRegister } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { TextField } from "@/ui/text-field.tsx";
import type { Proof } from "../../two-step.ts";

interface ProofFieldsProps {
  register: UseFormRegister<Proof>;
  errors: FieldErrors<Proof>;
  codeHint: string;
  /** Whether only digits of the app will do. */
  isAppOnly?: boolean;
}

export function ProofFields({ register, errors, codeHint, isAppOnly = false }: ProofFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        label={t("twoStep.password")}
        error={errors.password?.message}
        type="password"
        autoComplete="current-password"
        {...register("password")}
      />
      <TextField
        label={t("twoStep.code")}
        hint={codeHint}
        error={errors.code?.message}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        inputMode={isAppOnly ? "numeric" : "text"}
        {...register("code")}
      />
    </>
  );
}
