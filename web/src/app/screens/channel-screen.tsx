/** A channel: header, timeline, composer, and the members beside or above it. */
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { Part } from "@/binding/part.tsx";
import { useGuild } from "@/binding/use-guild.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import type { Channel } from "@/engine/wire.ts";
import { ChannelHeader } from "@/features/channels/components/channel-header.tsx";
import { Composer } from "@/features/messages/components/composer.tsx";
import { DropZone } from "@/features/messages/components/drop-zone.tsx";
import { PinsButton } from "@/features/messages/components/pins-button.tsx";
import { Timeline } from "@/features/messages/components/timeline.tsx";
import { TypingLine } from "@/features/messages/components/typing-line.tsx";
import { UnsentBar } from "@/features/messages/components/unsent-bar.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";
import { useIsNarrow } from "@/ui/use-media.ts";
import { Connecting } from "./connecting.tsx";
import { MemberDialog } from "./member-dialog.tsx";
import { MembersPane } from "./members-pane.tsx";
import { Pane } from "./pane.tsx";
import { useChannelTitle } from "./use-channel-title.ts";

export function ChannelScreen() {
  const { t } = useTranslation();
  const { guildId, channelId } = useParams({ from: "/main/channels/$guildId/$channelId" });
  const guild = useGuild(guildId);
  const channel = guild?.channels[channelId];
  const isLoading = useFromStore(
    useSession().guilds,
    ({ awaited }) => awaited === null || awaited.includes(guildId),
  );
  if (guild && channel) return <OpenChannel key={channelId} guild={guild} channel={channel} />;
  if (isLoading) {
    return (
      <Pane>
        <Connecting />
      </Pane>
    );
  }
  return (
    <Pane>
      <StatePanel icon={<SearchX size={32} aria-hidden />} title={t("channel.gone")}>
        <p>{t("channel.goneHint")}</p>
        <Link
          to="/channels/$guildId"
          params={{ guildId }}
          className="font-semibold text-link hover:underline"
        >
          {t("channel.back")}
        </Link>
      </StatePanel>
    </Pane>
  );
}

function OpenChannel({ guild, channel }: { guild: GuildState; channel: Channel }) {
  const navigate = useNavigate();
  const { members = false, message, member } = useSearch({ from: "/main/channels/$guildId/$channelId" });
  const { channels } = useSession();
  const name = channel.name ?? "";
  useChannelTitle(name, guild.name);
  const params = { guildId: guild.id, channelId: channel.id };
  const isNarrow = useIsNarrow();
  const show = (search: { members?: boolean }, replace = false) =>
    void navigate({ to: "/channels/$guildId/$channelId", params, search, replace });
  const showMembers = (shown: boolean) => show(shown ? { members: true } : {});

  useEffect(() => {
    if (message) void channels.jumpTo(channel.id, message);
  }, [channels, channel.id, message]);

  return (
    <>
      <Pane
        covered={members && isNarrow}
        header={
          <ChannelHeader
            guildId={guild.id}
            channel={channel}
            tools={<PinsButton guildId={guild.id} channelId={channel.id} />}
            membersShown={members}
            onToggleMembers={() => showMembers(!members)}
          />
        }
      >
        <UnsentBar />
        <DropZone guildId={guild.id} channelId={channel.id} channelName={name}>
          <Part>
            <Timeline guildId={guild.id} channelId={channel.id} channelName={name} />
          </Part>
          <Part look="line">
            <Composer guildId={guild.id} channelId={channel.id} channelName={name} />
            <TypingLine guildId={guild.id} channelId={channel.id} />
          </Part>
        </DropZone>
      </Pane>
      <MembersPane guild={guild} shown={members} onClose={() => showMembers(false)} />
      {member && (
        <MemberDialog guild={guild} userId={member} onClose={() => show(members ? { members } : {}, true)} />
      )}
    </>
  );
}
