/** A channel: header, timeline, composer, and the members or a thread beside or above it. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useSession } from "@/binding/engine-context.tsx";
import { onDemand } from "@/binding/on-demand.tsx";
import { Part } from "@/binding/part.tsx";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import type { Channel } from "@/engine/wire.ts";
import { ChannelHeader } from "@/features/channels/components/channel-header.tsx";
import { Composer } from "@/features/messages/components/composer.tsx";
import { DropZone } from "@/features/messages/components/drop-zone.tsx";
import { PinsButton } from "@/features/messages/components/pins-button.tsx";
import { Timeline } from "@/features/messages/components/timeline.tsx";
import { TypingLine } from "@/features/messages/components/typing-line.tsx";
import { UnsentBar } from "@/features/messages/components/unsent-bar.tsx";
import { ThreadsButton } from "@/features/threads/components/threads-button.tsx";
import { useHasRoomForMembers, useIsNarrow } from "@/ui/use-media.ts";
import type { ChannelSearch } from "../search.ts";
import { MembersPane } from "./members-pane.tsx";
import { NotifyButton } from "./notify-button.tsx";
import { Pane } from "./pane.tsx";
import { ThreadDialogs } from "./thread-dialogs.tsx";
import { useMarkedTitle } from "./use-marked-title.ts";

const MemberDialog = onDemand(async () => (await import("./member-dialog.tsx")).MemberDialog);

const MemberActs = onDemand(async () => (await import("./member-acts.tsx")).MemberActs);

const ThreadPane = onDemand(async () => (await import("./thread-pane.tsx")).ThreadPane);

export function OpenChannel({ guild, channel }: { guild: GuildState; channel: Channel }) {
  const navigate = useNavigate();
  const search = useSearch({ from: "/main/channels/$guildId/$channelId" });
  const { members = false, message, member, act, thread, start, threads = false } = search;
  const { channels } = useSession();
  const name = channel.name ?? "";
  const label = `#${name}`;
  useMarkedTitle(`${label} · ${guild.name}`);
  const params = { guildId: guild.id, channelId: channel.id };
  const isNarrow = useIsNarrow();
  const hasRoom = useHasRoomForMembers();
  const isCovered = thread !== undefined && !hasRoom;
  const show = (search: ChannelSearch, replace = false) =>
    void navigate({ to: "/channels/$guildId/$channelId", params, search, replace });
  const showMembers = (shown: boolean) => show(shown ? { members: true } : {});
  const open: ChannelSearch = thread === undefined ? {} : { thread };
  /** Without what is over it. */
  const below: ChannelSearch = members ? { ...open, members } : open;

  useEffect(() => {
    if (message) void channels.jumpTo(thread ?? channel.id, message);
  }, [channels, channel.id, thread, message]);

  return (
    <>
      {!isCovered && (
        <Pane
          covered={members && isNarrow}
          header={
            <ChannelHeader
              guildId={guild.id}
              channel={channel}
              tools={
                <>
                  <ThreadsButton onOpen={() => show({ ...open, threads: true })} />
                  <PinsButton guildId={guild.id} channelId={channel.id} />
                  <NotifyButton key={channel.id} {...params} name={label} guildName={guild.name} />
                </>
              }
              membersShown={members}
              onToggleMembers={() => showMembers(!members)}
            />
          }
        >
          <UnsentBar />
          <DropZone guildId={guild.id} channelId={channel.id} channelName={label}>
            <Part>
              <Timeline guildId={guild.id} channelId={channel.id} channelName={label} />
            </Part>
            <Part look="line">
              <Composer guildId={guild.id} channelId={channel.id} channelName={label} />
              <TypingLine guildId={guild.id} channelId={channel.id} />
            </Part>
          </DropZone>
        </Pane>
      )}
      {thread === undefined ? (
        <MembersPane guild={guild} shown={members} onClose={() => showMembers(false)} />
      ) : (
        <ThreadPane
          key={thread}
          guild={guild}
          threadId={thread}
          isAlone={isCovered}
          onClose={() => show({})}
        />
      )}
      <ThreadDialogs
        guildId={guild.id}
        channel={channel}
        start={start}
        isListed={threads}
        onOpen={({ id }) => show({ thread: id }, true)}
        onStart={(at) => show({ ...open, start: at }, true)}
        onClose={() => show(open, true)}
      />
      {member && act && (
        <MemberActs
          guild={guild}
          places={thread === undefined ? [channel.id] : [channel.id, thread]}
          userId={member}
          act={act}
          onClose={() => show(below, true)}
        />
      )}
      {member && !act && (
        <MemberDialog
          guild={guild}
          userId={member}
          onAct={(next) => show({ ...below, member, act: next }, true)}
          onClose={() => show(below, true)}
        />
      )}
    </>
  );
}
