/** Tries the microphone: how loud it is, and how one sounds. */
import { Mic, Square } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SILENT_DB } from "@/engine/voice/speaking.ts";
import type { Voice } from "@/engine/voice/voice.ts";
import { Button } from "@/ui/button.tsx";
import { SwitchField } from "@/ui/switch-field.tsx";
import { useChoices } from "../hooks/use-choices.ts";
import { useMicrophoneTest } from "../hooks/use-microphone-test.ts";

export function MicrophoneTry({ voice }: { voice: Voice }) {
  const { t } = useTranslation();
  const [isHeard, setHeard] = useState(false);
  const { isOn, levelDb, fault, turn } = useMicrophoneTest(voice, isHeard);
  return (
    <div className="grid gap-2">
      <div className="flex items-center gap-4">
        <Button look="quiet" onClick={() => turn(!isOn)}>
          {isOn ? <Square size={16} aria-hidden /> : <Mic size={16} aria-hidden />}
          {t(isOn ? "voice.settings.stopTest" : "voice.settings.test")}
        </Button>
        <Level levelDb={levelDb} />
      </div>
      {fault && (
        <p role="alert" className="text-small text-bad">
          {t(`voice.faults.${fault}`)}
        </p>
      )}
      <SwitchField
        label={t("voice.settings.hearYourself")}
        hint={t("voice.settings.hearYourselfHint")}
        checked={isHeard}
        onChange={setHeard}
      />
    </div>
  );
}

/** Of another colour where it is loud enough to open the microphone. */
function Level({ levelDb }: { levelDb: number }) {
  const { t } = useTranslation();
  const thresholdDb = useChoices((choices) => choices.thresholdDb);
  return (
    <meter
      aria-label={t("voice.settings.level")}
      min={SILENT_DB}
      max={0}
      low={thresholdDb}
      high={thresholdDb}
      optimum={0}
      value={levelDb}
      aria-valuetext={t("voice.settings.decibels", { level: Math.round(levelDb) })}
      className="h-5 min-w-0 flex-1"
    />
  );
}
