/** Below a channel of the list: its active threads, those first that the reader is in. */
import { Link } from "@tanstack/react-router";
import { MessagesSquare } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useGuild } from "@/binding/use-guild.ts";
import { useMuted } from "@/binding/use-muted.ts";
import { activeThreads, THREADS_SHOWN_MAX } from "@/engine/guilds/threads.ts";
import { isUnread } from "@/engine/unread.ts";
import type { Channel, Id } from "@/engine/wire.ts";
import { CountBadge } from "@/ui/count-badge.tsx";
import { cx } from "@/ui/cx.ts";

interface ThreadRowsProps {
  guildId: Id;
  channelId: Id;
  channelName: string;
  /** The open thread. */
  current: Id | null;
}

export function ThreadRows({ guildId, channelId, channelName, current }: ThreadRowsProps) {
  const { t } = useTranslation();
  const guild = useGuild(guildId);
  const threads = useMemo(() => (guild ? activeThreads(guild, channelId) : []), [guild, channelId]);
  const shown = threads.filter(({ id }, at) => at < THREADS_SHOWN_MAX || id === current);
  if (shown.length === 0) return null;
  return (
    <ul aria-label={t("threads.of", { channel: channelName })} className="ml-4 border-l border-line pl-2">
      {shown.map((thread) => (
        <li key={thread.id}>
          <ThreadRow
            guildId={guildId}
            channelId={channelId}
            thread={thread}
            isCurrent={thread.id === current}
          />
        </li>
      ))}
    </ul>
  );
}

interface ThreadRowProps {
  guildId: Id;
  channelId: Id;
  thread: Channel;
  isCurrent: boolean;
}

function ThreadRow({ guildId, channelId, thread, isCurrent }: ThreadRowProps) {
  const { t } = useTranslation();
  const { unread: store } = useSession();
  const isIn = Boolean(thread.member);
  const stands = useMuted(guildId, thread.id) ? false : isIn;
  const unread = useFromStore(store, (state) => stands && isUnread(state, thread.id));
  const mentions = useFromStore(store, (state) => state.mentions[thread.id] ?? 0);
  return (
    <Link
      to="/channels/$guildId/$channelId"
      params={{ guildId, channelId }}
      search={{ thread: thread.id }}
      aria-current={isCurrent ? "page" : undefined}
      className={cx(
        "flex h-11 w-full items-center gap-2 rounded-small px-2 text-left text-[0.875rem] wide:h-8",
        isCurrent ? "bg-raised text-ink" : "hover:bg-[oklch(from_var(--raised)_l_c_h/0.6)]",
        !isCurrent && (unread ? "font-semibold text-ink" : isIn ? "text-ink-2" : "text-ink-3"),
      )}
    >
      <MessagesSquare size={14} aria-hidden className="shrink-0" />
      <span className="truncate">{thread.name}</span>
      {unread && !isCurrent && <span className="sr-only">, {t("channel.unread")}</span>}
      {mentions > 0 && (
        <>
          <span className="sr-only">, {t("channel.mentions", { count: mentions })}</span>
          <CountBadge count={mentions} className="ml-auto" />
        </>
      )}
    </Link>
  );
}
