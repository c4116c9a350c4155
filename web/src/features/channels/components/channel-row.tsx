/** A text channel of the list: the link to it, with what is new in it. */
import { Link } from "@tanstack/react-router";
import { BellOff, Hash, Lock, Megaphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useMay } from "@/binding/use-guild.ts";
import { useMuted } from "@/binding/use-muted.ts";
import { SEND_MESSAGES } from "@/engine/guilds/permissions.ts";
import { isUnread } from "@/engine/unread.ts";
import { CHANNEL_ANNOUNCEMENTS, type Channel, type Id } from "@/engine/wire.ts";
import { CountBadge } from "@/ui/count-badge.tsx";
import { cx } from "@/ui/cx.ts";

interface ChannelRowProps {
  guildId: Id;
  channel: Channel;
  isCurrent: boolean;
}

const ROW = "flex h-11 w-full items-center gap-2 rounded-small px-2 text-left wide:h-(--list-row)";

export function ChannelRow({ guildId, channel, isCurrent }: ChannelRowProps) {
  const { t } = useTranslation();
  const { unread: store } = useSession();
  const isMuted = useMuted(guildId, channel.id);
  const unread = useFromStore(store, (state) => !isMuted && isUnread(state, channel.id));
  const maySend = useMay(guildId, SEND_MESSAGES, channel.id);
  const mentions = useFromStore(store, (state) => state.mentions[channel.id] ?? 0);
  const Icon = channel.type === CHANNEL_ANNOUNCEMENTS ? Megaphone : maySend ? Hash : Lock;
  return (
    <Link
      to="/channels/$guildId/$channelId"
      params={{ guildId, channelId: channel.id }}
      // With a thread open, the thread is where one is.
      activeOptions={{ exact: true, includeSearch: true }}
      aria-current={isCurrent ? "page" : undefined}
      className={cx(
        ROW,
        isCurrent ? "bg-raised text-ink" : "hover:bg-[oklch(from_var(--raised)_l_c_h/0.6)]",
        !isCurrent && (unread ? "font-semibold text-ink" : maySend ? "text-ink-2" : "text-ink-3"),
      )}
    >
      <Icon size={18} aria-hidden className="shrink-0" />
      <span className="truncate">{channel.name}</span>
      {channel.type === CHANNEL_ANNOUNCEMENTS && (
        <span className="sr-only">, {t("channel.kindAnnouncements")}</span>
      )}
      {!maySend && <span className="sr-only">, {t("channel.readOnly")}</span>}
      {isMuted && (
        <>
          <span className="sr-only">, {t("notifications.muted")}</span>
          <BellOff size={14} aria-hidden className="ml-auto shrink-0 text-ink-3" />
        </>
      )}
      {unread && !isCurrent && <span className="sr-only">, {t("channel.unread")}</span>}
      {mentions > 0 && (
        <>
          <span className="sr-only">, {t("channel.mentions", { count: mentions })}</span>
          <CountBadge count={mentions} className={isMuted ? "" : "ml-auto"} />
        </>
      )}
    </Link>
  );
}
