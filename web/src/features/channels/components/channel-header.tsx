/** The line above the timeline: the way back on small screens, the name, the topic, the members. */
import { Link } from "@tanstack/react-router";
import { ChevronLeft, Hash, Megaphone, Settings, Users } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/binding/use-guild.ts";
import { MANAGE_CHANNELS } from "@/engine/guilds/permissions.ts";
import { CHANNEL_ANNOUNCEMENTS, type Channel, type Id } from "@/engine/wire.ts";
import { IconButton } from "@/ui/button.tsx";

interface ChannelHeaderProps {
  guildId: Id;
  channel: Channel;
  /** What other features can do with the channel. */
  tools?: ReactNode;
  membersShown: boolean;
  onToggleMembers(): void;
}

export function ChannelHeader({
  guildId,
  channel,
  tools,
  membersShown,
  onToggleMembers,
}: ChannelHeaderProps) {
  const { t } = useTranslation();
  const mayManage = useMay(guildId, MANAGE_CHANNELS, channel.id);
  const Sign = channel.type === CHANNEL_ANNOUNCEMENTS ? Megaphone : Hash;
  const slow = channel.rate_limit_per_user ?? 0;
  const notes = [channel.topic, slow > 0 && t("channel.slowMode", { seconds: slow })].filter(Boolean);
  return (
    <header className="flex h-[3.25rem] shrink-0 items-center border-b border-line px-2 max-wide:[&>:is(a,button)]:w-9 wide:gap-2 wide:px-4">
      <Link
        to="/channels/$guildId"
        params={{ guildId }}
        aria-label={t("channel.back")}
        className="grid size-11 shrink-0 place-items-center rounded-small text-ink-2 hover:bg-raised wide:hidden"
      >
        <ChevronLeft size={20} aria-hidden />
      </Link>
      <Sign size={17} aria-hidden className="shrink-0 text-ink-3" />
      <h1 className="min-w-0 truncate font-semibold max-wide:max-w-[60%]">{channel.name}</h1>
      <p className="min-w-0 flex-1 truncate text-[0.875rem] text-ink-3">
        {notes.length > 0 && `· ${notes.join(". ")}`}
      </p>
      {tools}
      {mayManage && (
        <Link
          to="/guilds/$guildId/channels/$channelId"
          params={{ guildId, channelId: channel.id }}
          aria-label={t("channelSettings.title")}
          title={t("channelSettings.title")}
          className="grid size-11 shrink-0 place-items-center rounded-small text-ink-2 hover:bg-raised hover:text-ink wide:size-[2.125rem]"
        >
          <Settings size={18} aria-hidden />
        </Link>
      )}
      <IconButton
        label={membersShown ? t("members.hide") : t("members.show")}
        aria-pressed={membersShown}
        onClick={onToggleMembers}
        className="full:hidden"
      >
        <Users size={18} aria-hidden />
      </IconButton>
    </header>
  );
}
