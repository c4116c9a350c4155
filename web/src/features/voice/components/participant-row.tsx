/** Somebody in a voice channel: whether they speak, are muted or deaf. Of others, how loud they are is a press away. */
import { HeadphoneOff, MicOff, VolumeX } from "lucide-react";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { onDemand } from "@/binding/on-demand.tsx";
import { avatarPath } from "@/engine/pictures.ts";
import { isDeaf, isSilent, type Participant } from "@/engine/voice/participants.ts";
import type { Id } from "@/engine/wire.ts";
import { Avatar } from "@/ui/avatar.tsx";
import { cx } from "@/ui/cx.ts";
import { roleInk } from "@/ui/identity.ts";
import { Popover } from "@/ui/popover.tsx";
import { useChoices } from "../hooks/use-choices.ts";
import { useVoiceView } from "../store.ts";

const PersonVolume = onDemand(async () => (await import("./person-volume.tsx")).PersonVolume);

interface ParticipantRowProps {
  guildId: Id;
  participant: Participant;
  channelId: Id;
}

const ROW =
  "flex min-h-11 w-full items-center gap-2 rounded-small py-0.5 pr-2 pl-8 text-left text-[0.875rem] text-ink-2 wide:min-h-7";

export function ParticipantRow({ guildId, participant, channelId }: ParticipantRowProps) {
  const { t } = useTranslation();
  const { user: self } = useSession();
  const { user_id } = participant.state;
  const isHere = useVoiceView(({ place }) => place?.channelId === channelId);
  const name = participant.name || t("messages.unknownUser");
  if (!isHere || user_id === self.id) {
    return (
      <div className={ROW}>
        <Row participant={participant} name={name} isHere={isHere} />
      </div>
    );
  }
  return (
    <Popover
      label={t("voice.volumeOf", { name })}
      trigger={
        <PressedRow>
          <Row participant={participant} name={name} isHere />
        </PressedRow>
      }
    >
      {() => <PersonVolume guildId={guildId} state={participant.state} name={name} />}
    </Popover>
  );
}

function PressedRow(props: ComponentProps<"button">) {
  return <button type="button" {...props} className={cx(ROW, "hover:bg-raised")} />;
}

interface RowProps {
  participant: Participant;
  name: string;
  isHere: boolean;
}

function Row({ participant: { state, user, color }, name, isHere }: RowProps) {
  const { t } = useTranslation();
  const isSpeaking = useVoiceView(({ speaking }) => isHere && speaking.has(state.user_id));
  const isLost = useVoiceView(({ links }) => isHere && links[state.user_id] === "failed");
  const isMutedForMe = useChoices(({ people }) => people[state.user_id]?.isMuted ?? false);
  const isByModerator = state.mute || state.suppress;
  return (
    <>
      <Avatar
        id={state.user_id}
        name={name}
        picture={user && avatarPath(user)}
        size="small"
        className={isSpeaking ? "shadow-[0_0_0_2px_var(--panel),0_0_0_4px_var(--good)]" : ""}
      />
      <span className="min-w-0 flex-1 truncate" style={{ color: roleInk(color) }}>
        {name}
      </span>
      {isSpeaking && <span className="sr-only">, {t("voice.speaking")}</span>}
      {isLost && <span className="shrink-0 text-tiny text-bad">{t("voice.noConnection")}</span>}
      {isMutedForMe && (
        <VolumeX size={14} role="img" aria-label={t("voice.mutedForMe")} className="shrink-0 text-ink-3" />
      )}
      {isSilent(state) && (
        <MicOff
          size={14}
          role="img"
          aria-label={t(isByModerator ? "voice.mutedByModerator" : "voice.muted")}
          className={cx("shrink-0", isByModerator ? "text-bad" : "text-ink-3")}
        />
      )}
      {isDeaf(state) && (
        <HeadphoneOff
          size={14}
          role="img"
          aria-label={t(state.deaf ? "voice.deafenedByModerator" : "voice.deafened")}
          className={cx("shrink-0", state.deaf ? "text-bad" : "text-ink-3")}
        />
      )}
    </>
  );
}
