/** Below the channels while one is in voice: where, how well it goes, and what one can do about it. */
import { HeadphoneOff, Headphones, Mic, MicOff, PhoneOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { useChannel, useGuild } from "@/binding/use-guild.ts";
import { conversationName } from "@/engine/guilds/conversation-name.ts";
import { HOME } from "@/engine/guilds/home.ts";
import type { Place } from "@/engine/voice/room.ts";
import { IconButton } from "@/ui/button.tsx";
import { cx } from "@/ui/cx.ts";
import { useChoices } from "../hooks/use-choices.ts";
import { useOwnState } from "../hooks/use-own-state.ts";
import { useVoice, useVoiceView } from "../store.ts";
import { ElsewhereRow } from "./elsewhere-row.tsx";
import { FaultNotice } from "./fault-notice.tsx";
import { StateLine } from "./state-line.tsx";

/** `isAbove`: something else stands below it, not above. */
export function VoicePanel({ isAbove }: { isAbove: boolean }) {
  const { t } = useTranslation();
  const place = useVoiceView((view) => view.place);
  const fault = useVoiceView((view) => view.fault);
  const own = useOwnState();
  const isElsewhere = place === null && own !== null;
  if (place === null && fault === null && !isElsewhere) return null;
  return (
    <section
      aria-label={t("voice.panel")}
      className={cx(
        "grid shrink-0 gap-1 border-line bg-rail px-3 pt-2 pb-1",
        isAbove ? "border-b" : "border-t",
      )}
    >
      <FaultNotice />
      {isElsewhere && <ElsewhereRow own={own} />}
      {place && (
        <>
          <StateLine />
          <div className="flex items-center">
            <RoomName place={place} />
            <Buttons />
          </div>
        </>
      )}
    </section>
  );
}

function RoomName({ place: { guildId, channelId } }: { place: Place }) {
  const { t } = useTranslation();
  const channel = useChannel(guildId, channelId);
  const guild = useGuild(guildId);
  const isCall = guildId === HOME;
  return (
    <p className="min-w-0 flex-1 leading-tight">
      <b className="block truncate text-small font-semibold">
        {isCall && guild && channel ? conversationName(guild, channel) : channel?.name}
      </b>
      <small className="block truncate text-tiny text-ink-3">{isCall ? t("voice.call") : guild?.name}</small>
    </p>
  );
}

function Buttons() {
  const { t } = useTranslation();
  const { user } = useSession();
  const own = useOwnState();
  const voice = useVoice((state) => state.voice);
  const isMuted = useChoices((choices) => choices.isMuted);
  const isDeafened = useChoices((choices) => choices.isDeafened);
  const isSpeaking = useVoiceView(({ speaking }) => speaking.has(user.id));
  const isForbidden = Boolean(own?.mute || own?.suppress);
  const isSilent = isMuted || isDeafened || isForbidden;
  const muteWords = isForbidden
    ? t("voice.mutedByModerator")
    : t(isMuted || isDeafened ? "voice.unmute" : "voice.mute");
  return (
    <>
      <IconButton
        label={muteWords}
        // Whoever speaks while they are deaf wants to hear the answer.
        onClick={() => voice?.choices.change(isDeafened ? LISTENING : { isMuted: !isMuted })}
        className={isSilent ? "text-bad!" : isSpeaking ? "text-good!" : ""}
      >
        {isSilent ? <MicOff size={18} aria-hidden /> : <Mic size={18} aria-hidden />}
      </IconButton>
      <IconButton
        label={t(isDeafened ? "voice.undeafen" : "voice.deafen")}
        onClick={() => voice?.choices.change({ isDeafened: !isDeafened })}
        className={isDeafened ? "text-bad!" : ""}
      >
        {isDeafened ? <HeadphoneOff size={18} aria-hidden /> : <Headphones size={18} aria-hidden />}
      </IconButton>
      <IconButton
        label={t("voice.leave")}
        onClick={() => voice?.leave()}
        className="bg-[oklch(from_var(--bad)_l_c_h/0.18)] text-bad!"
      >
        <PhoneOff size={18} aria-hidden />
      </IconButton>
    </>
  );
}

const LISTENING = { isMuted: false, isDeafened: false };
