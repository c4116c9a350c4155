/** The channel that an address names: open, still on its way, or gone. A thread's address leads to its channel. */
import { Link, Navigate, useParams, useSearch } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { onDemand } from "@/binding/on-demand.tsx";
import { useGuild } from "@/binding/use-guild.ts";
import { HOME } from "@/engine/guilds/home.ts";
import { StatePanel } from "@/ui/state-panel.tsx";
import { Connecting } from "./connecting.tsx";
import { NoGuild } from "./no-guild.tsx";
import { OpenChannel } from "./open-channel.tsx";
import { Pane } from "./pane.tsx";

const OpenConversation = onDemand(async () => (await import("./open-conversation.tsx")).OpenConversation);

export function ChannelScreen() {
  const { t } = useTranslation();
  const { guildId, channelId } = useParams({ from: "/main/channels/$guildId/$channelId" });
  const guild = useGuild(guildId);
  const channel = guild?.channels[channelId];
  const isLoading = useFromStore(
    useSession().guilds,
    ({ awaited }) => awaited === null || awaited.includes(guildId),
  );
  const thread = guild?.threads[channelId];
  const { message } = useSearch({ from: "/main/channels/$guildId/$channelId" });
  if (thread?.parent_id) {
    return (
      <Navigate
        to="/channels/$guildId/$channelId"
        params={{ guildId, channelId: thread.parent_id }}
        search={{ thread: channelId, message }}
        replace
      />
    );
  }
  if (guild && channel && guildId === HOME) {
    return <OpenConversation key={channelId} home={guild} channel={channel} />;
  }
  if (guild && channel) return <OpenChannel key={channelId} guild={guild} channel={channel} />;
  if (isLoading) {
    return (
      <Pane>
        <Connecting />
      </Pane>
    );
  }
  if (!guild) {
    return (
      <Pane>
        <NoGuild guildId={guildId} />
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
