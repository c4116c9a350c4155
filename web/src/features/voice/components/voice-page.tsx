/** How one speaks and hears in this browser, and what others learn of one's network, on all devices. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import type { NoiseChoice } from "@/engine/voice/choices.ts";
import type { Voice } from "@/engine/voice/voice.ts";
import { ChoiceField } from "@/ui/choice-field.tsx";
import { SwitchField } from "@/ui/switch-field.tsx";
import { useChoices } from "../hooks/use-choices.ts";
import { startVoice } from "../start.ts";
import { useVoice } from "../store.ts";
import { AddressSwitch } from "./address-switch.tsx";
import { DeviceFields } from "./device-fields.tsx";
import { MicrophoneTry } from "./microphone-try.tsx";
import { TalkKeyField } from "./talk-key-field.tsx";
import { ThresholdField } from "./threshold-field.tsx";

const NOISES: readonly NoiseChoice[] = ["kept", "browser", "rnnoise"];

export function VoicePage() {
  const engine = useEngine();
  const session = useSession();
  const voice = useVoice((state) => state.voice);
  useEffect(() => void startVoice(engine, session), [engine, session]);
  return voice && <Fields voice={voice} />;
}

function Fields({ voice }: { voice: Voice }) {
  const { t } = useTranslation();
  const opensBy = useChoices((choices) => choices.opensBy);
  const noise = useChoices((choices) => choices.noise);
  const hasTones = useChoices((choices) => choices.hasTones);
  const { change } = voice.choices;
  return (
    <div className="grid gap-7">
      <DeviceFields voice={voice} />
      <MicrophoneTry voice={voice} />
      <ChoiceField
        label={t("voice.settings.opensBy")}
        value={opensBy}
        onChange={(next) => change({ opensBy: next })}
        choices={[
          { value: "voice", label: t("voice.settings.byVoice"), hint: t("voice.settings.byVoiceHint") },
          { value: "key", label: t("voice.settings.byKey"), hint: t("voice.settings.byKeyHint") },
        ]}
      />
      {opensBy === "voice" ? <ThresholdField voice={voice} /> : <TalkKeyField voice={voice} />}
      <ChoiceField<NoiseChoice>
        label={t("voice.settings.noise")}
        value={noise}
        onChange={(next) => change({ noise: next })}
        choices={NOISES.map((value) => ({
          value,
          label: t(`voice.settings.noiseBy.${value}`),
          hint: t(`voice.settings.noiseHint.${value}`),
        }))}
      />
      <div>
        <SwitchField
          label={t("voice.settings.tones")}
          checked={hasTones}
          onChange={(next) => change({ hasTones: next })}
        />
        <AddressSwitch />
      </div>
    </div>
  );
}
