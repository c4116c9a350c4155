/** Why a moderator does something: who may read what was done reads it too. */
import { useTranslation } from "react-i18next";
import { TextField } from "@/ui/text-field.tsx";

/** As many as the server keeps. */
export const REASON_CHARACTERS_MAX = 512;

interface ReasonFieldProps {
  value: string;
  onChange(reason: string): void;
}

export function ReasonField({ value, onChange }: ReasonFieldProps) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t("moderation.reason")}
      hint={t("moderation.reasonHint")}
      value={value}
      maxLength={REASON_CHARACTERS_MAX}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
