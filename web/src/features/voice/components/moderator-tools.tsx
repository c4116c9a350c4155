/** What one may do with somebody in voice, for everybody. */
import { PhoneOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { useMay } from "@/binding/use-guild.ts";
import { DEAFEN_MEMBERS, MOVE_MEMBERS, MUTE_MEMBERS } from "@/engine/guilds/permissions.ts";
import type { Id, VoiceState } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { SwitchField } from "@/ui/switch-field.tsx";
import { type Handling, handleMember } from "../api.ts";

interface ModeratorToolsProps {
  guildId: Id;
  state: VoiceState;
}

export function ModeratorTools({ guildId, state }: ModeratorToolsProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const { user_id, channel_id, mute, deaf } = state;
  const may = {
    mute: useMay(guildId, MUTE_MEMBERS, channel_id ?? ""),
    deafen: useMay(guildId, DEAFEN_MEMBERS, channel_id ?? ""),
    move: useMay(guildId, MOVE_MEMBERS, channel_id ?? ""),
  };
  const { mutate, isPending } = useAction({
    run: (handling: Handling) => handleMember(rest, guildId, user_id, handling),
    done: null,
  });
  return (
    <>
      {may.mute && (
        <SwitchField
          label={t("voice.muteForAll")}
          checked={mute}
          disabled={isPending}
          onChange={(next) => mutate({ mute: next })}
        />
      )}
      {may.deafen && (
        <SwitchField
          label={t("voice.deafenForAll")}
          checked={deaf}
          disabled={isPending}
          onChange={(next) => mutate({ deaf: next })}
        />
      )}
      {may.move && (
        <Button look="quiet" busy={isPending} onClick={() => mutate({ channel_id: null })}>
          <PhoneOff size={16} aria-hidden />
          {t("voice.putOut")}
        </Button>
      )}
    </>
  );
}
