/** One is in voice, and not in this tab: it can be brought here, or left from here. */
import { PhoneOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { OP_VOICE_STATE } from "@/engine/gateway/frames.ts";
import { toldGuild } from "@/engine/voice/states.ts";
import type { Id, VoiceState } from "@/engine/wire.ts";
import { Button, IconButton } from "@/ui/button.tsx";
import { useJoin } from "../hooks/use-join.ts";

export function ElsewhereRow({ own }: { own: VoiceState & { guild_id: Id } }) {
  const { t } = useTranslation();
  const session = useSession();
  const join = useJoin();
  const { guild_id, channel_id, session_id, self_mute, self_deaf } = own;
  const isOwnBrowser = session_id === session.id();
  return (
    <div className="flex items-center gap-1">
      <p className="min-w-0 flex-1 text-small text-ink-2">
        {t(isOwnBrowser ? "voice.inAnotherTab" : "voice.onAnotherDevice")}
      </p>
      <Button
        look="quiet"
        className="px-3 text-small"
        onClick={() => void join({ guildId: guild_id, channelId: channel_id ?? "" })}
      >
        {t("voice.moveHere")}
      </Button>
      {isOwnBrowser && (
        <IconButton
          label={t("voice.leave")}
          className="text-bad!"
          onClick={() =>
            session.say({
              op: OP_VOICE_STATE,
              d: {
                guild_id: toldGuild(guild_id),
                channel_id: null,
                self_mute,
                self_deaf,
                self_video: false,
              },
            })
          }
        >
          <PhoneOff size={18} aria-hidden />
        </IconButton>
      )}
    </div>
  );
}
