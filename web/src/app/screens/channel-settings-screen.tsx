/** What is changed of a channel, by whoever manages channels. */
import { linkOptions, Navigate, useNavigate, useParams } from "@tanstack/react-router";
import { Shield, SlidersHorizontal, Ticket } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useGuild, useMay } from "@/binding/use-guild.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { MANAGE_CHANNELS, MANAGE_ROLES } from "@/engine/guilds/permissions.ts";
import { CHANNEL_CATEGORY, type Channel, holdsMessages } from "@/engine/wire.ts";
import { ChannelForm } from "@/features/channels/components/channel-form.tsx";
import { ChannelPlace } from "@/features/channels/components/channel-place.tsx";
import { DeleteChannel } from "@/features/channels/components/delete-channel.tsx";
import { InviteList } from "@/features/invites/components/invite-list.tsx";
import { ExceptionsPage } from "@/features/roles/components/exceptions-page.tsx";
import { useIsNarrow } from "@/ui/use-media.ts";
import { SettingsFrame, type SettingsPage } from "./settings-frame.tsx";
import { SettingsMissing } from "./settings-missing.tsx";

export function ChannelSettingsScreen() {
  const { guildId = "", channelId = "" } = useParams({ strict: false });
  const guild = useGuild(guildId);
  const channel = guild?.channels[channelId];
  const may = useMay(guildId, MANAGE_CHANNELS, channelId);
  if (!guild || !channel || !may) return <SettingsMissing guildId={guildId} />;
  return <Settings guild={guild} channel={channel} />;
}

function Settings({ guild, channel }: { guild: GuildState; channel: Channel }) {
  const { t } = useTranslation();
  const { page: id } = useParams({ strict: false });
  const isNarrow = useIsNarrow();
  const params = { guildId: guild.id, channelId: channel.id };
  const page = (pageId: string, rest: Omit<SettingsPage, "id" | "link">): SettingsPage => ({
    id: pageId,
    link: linkOptions({
      to: "/guilds/$guildId/channels/$channelId/$page",
      params: { ...params, page: pageId },
    }),
    ...rest,
  });
  const overview = page("overview", {
    label: t("settings.overview"),
    icon: <SlidersHorizontal size={18} aria-hidden />,
  });
  const invites = page("invites", {
    label: t("settings.invites"),
    lead: t("inviteList.lead"),
    icon: <Ticket size={18} aria-hidden />,
  });
  const permissions = page("permissions", {
    label: t("exceptions.title"),
    lead: t("exceptions.lead"),
    icon: <Shield size={18} aria-hidden />,
  });
  const pages = [
    overview,
    ...(useMay(guild.id, MANAGE_ROLES, channel.id) ? [permissions] : []),
    ...(channel.type === CHANNEL_CATEGORY ? [] : [invites]),
  ];
  if (id === undefined && !isNarrow) return <Navigate {...overview.link} replace />;
  const current = pages.find((known) => known.id === id) ?? null;
  return (
    <SettingsFrame
      title={holdsMessages(channel) ? `#${channel.name}` : (channel.name ?? "")}
      groups={[{ title: t("channelSettings.title"), pages }]}
      current={current}
      index={linkOptions({ to: "/guilds/$guildId/channels/$channelId", params })}
    >
      {current?.id === "overview" && <Overview guild={guild} channel={channel} />}
      {current?.id === "permissions" && <ExceptionsPage key={channel.id} guild={guild} channel={channel} />}
      {current?.id === "invites" && <InviteList scope={{ channelId: channel.id }} />}
    </SettingsFrame>
  );
}

function Overview({ guild, channel }: { guild: GuildState; channel: Channel }) {
  const navigate = useNavigate();
  const leave = () =>
    void navigate({ to: "/channels/$guildId", params: { guildId: guild.id }, replace: true });
  return (
    <>
      <ChannelForm key={channel.id} channel={channel} />
      <ChannelPlace guild={guild} channel={channel} />
      <DeleteChannel channel={channel} onDeleted={leave} />
    </>
  );
}
