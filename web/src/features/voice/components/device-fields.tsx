/** Which microphone and which loudspeaker. */
import { useTranslation } from "react-i18next";
import type { Voice } from "@/engine/voice/voice.ts";
import { SelectField } from "@/ui/select-field.tsx";
import { useChoices } from "../hooks/use-choices.ts";
import { type Device, useDevices } from "../hooks/use-devices.ts";
import { useVoiceView } from "../store.ts";

/** Stands for what the system prefers: devices have other names. */
const USUAL = "";

export function DeviceFields({ voice }: { voice: Voice }) {
  const { t } = useTranslation();
  const isIn = useVoiceView(({ phase }) => phase === "in");
  const { inputs, outputs } = useDevices(isIn);
  const input = useChoices((choices) => choices.input);
  const output = useChoices((choices) => choices.output);
  const isNamed = inputs.some(({ label }) => label !== "");
  const canChoose = "setSinkId" in HTMLMediaElement.prototype;

  /** What was chosen, and is not plugged in, is chosen still. */
  const choicesOf = (devices: readonly Device[], chosen: string | null) => [
    { value: USUAL, label: t("voice.settings.usual") },
    ...withChosen(devices, chosen).map(({ id, label }, at) => ({
      value: id,
      label: label || t("voice.settings.unnamed", { number: at + 1 }),
    })),
  ];

  return (
    <div className="grid gap-4">
      <SelectField
        label={t("voice.settings.input")}
        value={input ?? USUAL}
        choices={choicesOf(inputs, input)}
        onChange={({ target }) => voice.choices.change({ input: target.value || null })}
        {...(isNamed ? {} : { hint: t("voice.settings.namesHint") })}
      />
      <SelectField
        label={t("voice.settings.output")}
        value={output ?? USUAL}
        disabled={!canChoose}
        choices={choicesOf(outputs, output)}
        onChange={({ target }) => voice.choices.change({ output: target.value || null })}
        {...(canChoose ? {} : { hint: t("voice.settings.outputHint") })}
      />
    </div>
  );
}

function withChosen(devices: readonly Device[], chosen: string | null): readonly Device[] {
  const isThere = chosen === null || devices.some(({ id }) => id === chosen);
  return isThere ? devices : [...devices, { id: chosen, label: "" }];
}
