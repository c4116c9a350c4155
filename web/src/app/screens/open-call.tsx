/** A call that goes on in the conversation that is open. */
import { useEngine } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import type { Call } from "@/engine/calls.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { HOME } from "@/engine/guilds/home.ts";
import { participantsOf } from "@/engine/voice/participants.ts";
import type { Channel } from "@/engine/wire.ts";
import { ring } from "@/features/calls/api.ts";
import { CallStrip } from "@/features/calls/components/call-strip.tsx";
import { amongThem, namesOf } from "@/features/calls/people.ts";
import { ParticipantRow } from "@/features/voice/components/participant-row.tsx";
import { useVoiceView } from "@/features/voice/store.ts";
import { useCall } from "./use-call.ts";

export function OpenCall({ home, channel, call }: { home: GuildState; channel: Channel; call: Call }) {
  const { rest } = useEngine();
  const join = useCall(channel.id);
  const isInside = useVoiceView(({ place }) => place?.channelId === channel.id);
  const ringing = useAction({ run: () => ring(rest, channel.id), done: null });
  const participants = participantsOf(home, channel.id);
  return (
    <CallStrip
      count={participants.length}
      ringing={namesOf(amongThem(home, channel, call.ringing))}
      isInside={isInside}
      isWaiting={participants.length <= (channel.recipients?.length ?? 0)}
      isRinging={ringing.isPending}
      people={participants.map((participant) => (
        <li key={participant.state.user_id}>
          <ParticipantRow guildId={HOME} participant={participant} channelId={channel.id} />
        </li>
      ))}
      onJoin={() => void join()}
      onRing={() => ringing.mutate()}
    />
  );
}
