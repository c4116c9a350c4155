/** A voice channel of the list: pressing it joins; below it stands who is in it. */
import { Volume1, Volume2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useGuild } from "@/binding/use-guild.ts";
import { participantsOf } from "@/engine/voice/participants.ts";
import type { Channel, Id } from "@/engine/wire.ts";
import { cx } from "@/ui/cx.ts";
import { useJoin } from "../hooks/use-join.ts";
import { useVoiceView } from "../store.ts";
import { ParticipantRow } from "./participant-row.tsx";

export interface VoiceChannelProps {
  guildId: Id;
  channel: Channel;
  /** What else can be done with the channel, at the end of its row. */
  tools: ReactNode;
}

export function VoiceChannel({ guildId, channel, tools }: VoiceChannelProps) {
  const { t } = useTranslation();
  const guild = useGuild(guildId);
  const join = useJoin();
  const isHere = useVoiceView(({ place }) => place?.channelId === channel.id);
  const participants = guild ? participantsOf(guild, channel.id) : [];
  const name = channel.name ?? "";
  const limit = channel.user_limit ?? 0;
  const Icon = participants.length > 0 ? Volume2 : Volume1;
  return (
    <>
      <div className="group/row flex items-center rounded-small hover:bg-[oklch(from_var(--raised)_l_c_h/0.6)]">
        <button
          type="button"
          aria-label={t(isHere ? "voice.here" : "voice.join", { channel: name })}
          aria-current={isHere ? "true" : undefined}
          onClick={() => !isHere && void join({ guildId, channelId: channel.id })}
          className={cx(
            "flex h-11 min-w-0 flex-1 items-center gap-2 rounded-small px-2 text-left wide:h-(--list-row)",
            isHere ? "text-good" : "text-ink-2",
          )}
        >
          <Icon size={18} aria-hidden className="shrink-0" />
          <span className="min-w-0 flex-1 truncate">{name}</span>
          {(limit > 0 || participants.length > 0) && (
            <span className="shrink-0 text-tiny text-ink-3">
              {limit > 0 ? `${participants.length} / ${limit}` : participants.length}
            </span>
          )}
        </button>
        {tools}
      </div>
      {participants.length > 0 && (
        <ul aria-label={t("voice.inside", { channel: name })} className="pb-1">
          {participants.map((participant) => (
            <li key={participant.state.user_id}>
              <ParticipantRow guildId={guildId} participant={participant} channelId={channel.id} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
