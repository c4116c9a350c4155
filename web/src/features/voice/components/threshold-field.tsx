/** How loud one must be for the microphone to open. */
import { useTranslation } from "react-i18next";
import { THRESHOLD_DB } from "@/engine/voice/choices.ts";
import type { Voice } from "@/engine/voice/voice.ts";
import { RangeField } from "@/ui/range-field.tsx";
import { useChoices } from "../hooks/use-choices.ts";

export function ThresholdField({ voice }: { voice: Voice }) {
  const { t } = useTranslation();
  const thresholdDb = useChoices((choices) => choices.thresholdDb);
  return (
    <RangeField
      label={t("voice.settings.threshold")}
      value={thresholdDb}
      {...THRESHOLD_DB}
      shown={t("voice.settings.decibels", { level: thresholdDb })}
      onChange={(next) => voice.choices.change({ thresholdDb: next })}
    />
  );
}
