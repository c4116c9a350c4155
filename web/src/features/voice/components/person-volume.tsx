/** How loud somebody is for oneself, kept in this browser, and what one may do with them for everybody. */
import { useTranslation } from "react-i18next";
import { AS_IT_IS } from "@/engine/voice/choices.ts";
import type { Id, VoiceState } from "@/engine/wire.ts";
import { RangeField } from "@/ui/range-field.tsx";
import { SwitchField } from "@/ui/switch-field.tsx";
import { useChoices } from "../hooks/use-choices.ts";
import { useVoice } from "../store.ts";
import { ModeratorTools } from "./moderator-tools.tsx";

interface PersonVolumeProps {
  guildId: Id;
  state: VoiceState;
  name: string;
}

export function PersonVolume({ guildId, state, name }: PersonVolumeProps) {
  const { t } = useTranslation();
  const { user_id: userId } = state;
  const voice = useVoice((state) => state.voice);
  const { volume, isMuted } = useChoices(({ people }) => people[userId] ?? AS_IT_IS);
  const percent = Math.round(volume * 100);
  return (
    <div className="grid w-64 gap-2 p-3">
      <p className="truncate font-semibold">{name}</p>
      <RangeField
        label={t("voice.volume")}
        value={percent}
        min={0}
        max={100}
        step={5}
        shown={t("voice.percent", { percent })}
        onChange={(next) => voice?.choices.changePerson(userId, { volume: next / 100 })}
      />
      <SwitchField
        label={t("voice.muteForMe")}
        checked={isMuted}
        onChange={(next) => voice?.choices.changePerson(userId, { isMuted: next })}
      />
      <ModeratorTools guildId={guildId} state={state} />
    </div>
  );
}
