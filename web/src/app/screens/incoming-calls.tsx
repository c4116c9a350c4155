/** What rings, as cards above whatever is open, and as a sound in one tab. */
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useEngine, useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { useGuild } from "@/binding/use-guild.ts";
import type { Call } from "@/engine/calls.ts";
import { shownName } from "@/engine/friends.ts";
import { conversationName } from "@/engine/guilds/conversation-name.ts";
import { HOME, isGroup } from "@/engine/guilds/home.ts";
import { avatarPath } from "@/engine/pictures.ts";
import { participantsOf } from "@/engine/voice/participants.ts";
import type { Id } from "@/engine/wire.ts";
import { stopRinging } from "@/features/calls/api.ts";
import { IncomingCall } from "@/features/calls/components/incoming-call.tsx";
import { amongThem } from "@/features/calls/people.ts";
import { useShortcuts } from "@/features/shortcuts/hooks/use-shortcuts.ts";
import { useCall } from "./use-call.ts";
import { useRinging } from "./use-ringing.ts";

/** More at a time would cover what one came for. */
const SHOWN_MAX = 3;

export function IncomingCalls({ calls }: { calls: readonly Call[] }) {
  /** Those that rang for long enough here. */
  const [over, setOver] = useState<ReadonlySet<Id>>(new Set());
  const shown = calls.filter(({ messageId }) => !over.has(messageId)).slice(0, SHOWN_MAX);
  return (
    <div className="pointer-events-none fixed inset-x-2 top-2 z-40 mx-auto grid max-w-96 gap-2">
      {shown.map((call, at) => (
        <Ringing
          key={call.messageId}
          call={call}
          isFirst={at === 0}
          onOver={() => setOver((before) => new Set(before).add(call.messageId))}
        />
      ))}
    </div>
  );
}

interface RingingProps {
  call: Call;
  /** Whether the keys are for it. */
  isFirst: boolean;
  onOver(): void;
}

function Ringing({ call: { channelId }, isFirst, onOver }: RingingProps) {
  const { rest } = useEngine();
  const { guilds } = useSession();
  const navigate = useNavigate();
  const home = useGuild(HOME);
  const channel = useFromStore(guilds, (state) => state.guilds[HOME]?.channels[channelId]);
  const join = useCall(channelId);
  const declining = useAction({ run: () => stopRinging(rest, channelId), done: null });
  const open = () =>
    void navigate({ to: "/channels/$guildId/$channelId", params: { guildId: HOME, channelId } });
  const accept = () => {
    void join();
    open();
  };
  const decline = () => declining.mutate();
  useShortcuts(isFirst ? { answer: accept, decline } : {});
  const here = home && channel ? participantsOf(home, channelId).map(({ state }) => state.user_id) : [];
  const [caller] = home && channel ? amongThem(home, channel, here) : [];
  const group = home && channel && isGroup(channel) ? conversationName(home, channel) : null;
  const name = caller ? shownName(caller) : home && channel ? conversationName(home, channel) : "";
  useRinging({ channelId, name, group, onOpen: open, onOver });
  if (!home || !channel) return null;
  const face = group === null && caller ? { id: caller.id, picture: avatarPath(caller) } : null;
  return (
    <IncomingCall
      name={name}
      group={group}
      face={face ?? { id: channelId, picture: null }}
      isDeclining={declining.isPending}
      onAccept={accept}
      onDecline={decline}
    />
  );
}
