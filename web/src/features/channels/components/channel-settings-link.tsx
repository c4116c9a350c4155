/** The way to the settings of a channel or category, at the end of its row; seen when one is there. */
import { Link } from "@tanstack/react-router";
import { Settings } from "lucide-react";
import { useMay } from "@/binding/use-guild.ts";
import { MANAGE_CHANNELS } from "@/engine/guilds/permissions.ts";
import type { Id } from "@/engine/wire.ts";

interface ChannelSettingsLinkProps {
  guildId: Id;
  channelId: Id;
  label: string;
}

export function ChannelSettingsLink({ guildId, channelId, label }: ChannelSettingsLinkProps) {
  const may = useMay(guildId, MANAGE_CHANNELS, channelId);
  if (!may) return null;
  return (
    <Link
      to="/guilds/$guildId/channels/$channelId"
      params={{ guildId, channelId }}
      aria-label={label}
      title={label}
      className="grid size-11 shrink-0 place-items-center rounded-small text-ink-3 opacity-0 group-hover/row:opacity-100 hover:text-ink focus-visible:opacity-100 wide:size-6 [@media(hover:none)]:opacity-100"
    >
      <Settings size={14} aria-hidden />
    </Link>
  );
}
