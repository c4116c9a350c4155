/** What happens to whoever writes against a rule. */
import { useTranslation } from "react-i18next";
import type { WordRule } from "@/engine/wire.ts";
import { ChoiceField } from "@/ui/choice-field.tsx";
import { SelectField } from "@/ui/select-field.tsx";

/** Seconds, by the names that any time-out has. */
const LENGTHS_S = { minute: 60, fiveMinutes: 300, tenMinutes: 600, hour: 3_600, day: 86_400, week: 604_800 };
const NAMES = Object.keys(LENGTHS_S) as (keyof typeof LENGTHS_S)[];
const ACTIONS: readonly WordRule["action"][] = ["flag", "block", "time_out"];

interface ActionFieldProps {
  action: WordRule["action"];
  seconds: number | null;
  onChange(part: Pick<WordRule, "action" | "time_out_seconds">): void;
}

export function ActionField({ action, seconds, onChange }: ActionFieldProps) {
  const { t } = useTranslation();
  const known = NAMES.map((name) => ({
    value: String(LENGTHS_S[name]),
    label: t(`moderation.lengths.${name}`),
  }));
  const own = String(seconds);
  const isKnown = seconds === null || known.some(({ value }) => value === own);
  const lengths = isKnown ? known : [{ value: own, label: t("rules.seconds", { count: seconds }) }, ...known];
  return (
    <div className="grid gap-4">
      <ChoiceField
        label={t("rules.action")}
        value={action}
        choices={ACTIONS.map((value) => ({
          value,
          label: t(`rules.actions.${value}`),
          hint: t(`rules.actionHints.${value}`),
        }))}
        onChange={(chosen) =>
          onChange({
            action: chosen,
            time_out_seconds: chosen === "time_out" ? (seconds ?? LENGTHS_S.tenMinutes) : null,
          })
        }
      />
      {action === "time_out" && (
        <SelectField
          label={t("moderation.length")}
          choices={lengths}
          value={own}
          onChange={({ target }) => onChange({ action, time_out_seconds: Number(target.value) })}
        />
      )}
    </div>
  );
}
