/** The guild's name above its channels, which opens what can be done with it. */
import { Bell, CheckCheck, ChevronDown, Hash, LogOut, PenLine, Settings, UserPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useActsAbout, useMay } from "@/binding/use-guild.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import {
  BAN_MEMBERS,
  CREATE_INVITE,
  MANAGE_CHANNELS,
  MANAGE_GUILD,
  MANAGE_MESSAGES,
  MANAGE_ROLES,
} from "@/engine/guilds/permissions.ts";
import { heardIds } from "@/engine/guilds/threads.ts";
import { countUnread } from "@/engine/unread.ts";
import { Menu, MenuItem } from "@/ui/menu.tsx";

interface GuildMenuProps {
  guild: GuildState;
  /** Whether the channels are the whole screen: then this is its heading. */
  isAlone: boolean;
  /** Null: there is no channel to invite to. */
  onInvite: (() => void) | null;
  onCreateChannel(): void;
  onNickname(): void;
  onNotify(): void;
  onSettings(): void;
  onLeave(): void;
}

export function GuildMenu({ guild, isAlone, ...on }: GuildMenuProps) {
  const { t } = useTranslation();
  const { user, unread, markRead } = useSession();
  const mayInvite = useMay(guild.id, CREATE_INVITE);
  const mayManage = useMay(guild.id, MANAGE_CHANNELS);
  const mayChange = [
    useMay(guild.id, MANAGE_GUILD),
    useMay(guild.id, MANAGE_ROLES),
    useMay(guild.id, BAN_MEMBERS),
    useMay(guild.id, MANAGE_MESSAGES),
  ].includes(true);
  const mayBeCalled = useActsAbout(guild.id, user.id).includes("nickname");
  const isOwner = user.id === guild.ownerId;
  const ids = heardIds(guild);
  const hasNews = useFromStore(unread, (state) => countUnread(state, ids).channels > 0);
  const Heading = isAlone ? "h1" : "h2";
  return (
    <Heading className="flex min-w-0 flex-1">
      <Menu
        label={t("guild.menu", { guild: guild.name })}
        trigger={
          <button
            type="button"
            aria-label={t("guild.menu", { guild: guild.name })}
            className="-mx-2 flex h-9 min-w-0 flex-1 items-center gap-2 rounded-small px-2 font-semibold hover:bg-raised"
          >
            <span className="min-w-0 flex-1 truncate text-left">{guild.name}</span>
            <ChevronDown size={16} aria-hidden className="text-ink-3" />
          </button>
        }
      >
        {hasNews && (
          <MenuItem icon={<CheckCheck size={16} aria-hidden />} onSelect={() => markRead(ids)}>
            {t("guild.markRead")}
          </MenuItem>
        )}
        {mayInvite && on.onInvite && (
          <MenuItem icon={<UserPlus size={16} aria-hidden />} onSelect={on.onInvite}>
            {t("invite.create")}
          </MenuItem>
        )}
        {mayManage && (
          <MenuItem icon={<Hash size={16} aria-hidden />} onSelect={on.onCreateChannel}>
            {t("channel.create")}
          </MenuItem>
        )}
        {mayBeCalled && (
          <MenuItem icon={<PenLine size={16} aria-hidden />} onSelect={on.onNickname}>
            {t("moderation.offer.nickname")}
          </MenuItem>
        )}
        <MenuItem icon={<Bell size={16} aria-hidden />} onSelect={on.onNotify}>
          {t("notifications.title")}
        </MenuItem>
        {mayChange && (
          <MenuItem icon={<Settings size={16} aria-hidden />} onSelect={on.onSettings}>
            {t("guildSettings.title")}
          </MenuItem>
        )}
        {!isOwner && (
          <MenuItem danger icon={<LogOut size={16} aria-hidden />} onSelect={on.onLeave}>
            {t("guildSettings.leave")}
          </MenuItem>
        )}
      </Menu>
    </Heading>
  );
}
