/** A guild without a channel: on wide screens its first one opens, on small ones the list is seen. */
import { Navigate, useParams } from "@tanstack/react-router";
import { Hash } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useGuild } from "@/binding/use-guild.ts";
import { firstTextChannel } from "@/engine/guilds/arrange.ts";
import { HOME } from "@/engine/guilds/home.ts";
import { StatePanel } from "@/ui/state-panel.tsx";
import { useIsNarrow } from "@/ui/use-media.ts";
import { Connecting } from "./connecting.tsx";
import { NoGuild } from "./no-guild.tsx";
import { Pane } from "./pane.tsx";
import { useMarkedTitle } from "./use-marked-title.ts";

export function GuildScreen() {
  const { t } = useTranslation();
  const { guildId } = useParams({ from: "/main/channels/$guildId" });
  const guild = useGuild(guildId);
  const isNarrow = useIsNarrow();
  const isLoading = useFromStore(
    useSession().guilds,
    ({ awaited }) => awaited === null || awaited.includes(guildId),
  );
  const name = guildId === HOME ? t("friends.home") : guild?.name;
  useMarkedTitle(name ?? t(isLoading ? "start.connecting" : "guild.gone"));
  const first = guild && firstTextChannel(guild);
  if (guildId === HOME && !isNarrow) return <Navigate to="/friends" replace />;
  if (first && !isNarrow) {
    return <Navigate to="/channels/$guildId/$channelId" params={{ guildId, channelId: first.id }} replace />;
  }
  return (
    <Pane wideOnly>
      {guild && <StatePanel icon={<Hash size={32} aria-hidden />} title={t("channel.empty")} />}
      {!guild && isLoading && <Connecting />}
      {!guild && !isLoading && <NoGuild guildId={guildId} />}
    </Pane>
  );
}
