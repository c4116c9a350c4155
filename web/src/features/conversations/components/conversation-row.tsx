/** A conversation in the list: who it is with, what is new in it, and the way to close it. */
import { Link, useNavigate } from "@tanstack/react-router";
import { BellOff, Phone, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useEngine, useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { useMuted } from "@/binding/use-muted.ts";
import { conversationName } from "@/engine/guilds/conversation-name.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { HOME, isGroup } from "@/engine/guilds/home.ts";
import { isUnread } from "@/engine/unread.ts";
import type { Channel } from "@/engine/wire.ts";
import { Avatar } from "@/ui/avatar.tsx";
import { IconButton } from "@/ui/button.tsx";
import { CountBadge } from "@/ui/count-badge.tsx";
import { cx } from "@/ui/cx.ts";
import { closeConversation } from "../api.ts";
import { lookOf } from "../look.ts";

interface ConversationRowProps {
  home: GuildState;
  channel: Channel;
  isCurrent: boolean;
  /** What had the focus goes with it. */
  onClosed(): void;
}

export function ConversationRow({ home, channel, isCurrent, onClosed }: ConversationRowProps) {
  const { t } = useTranslation();
  const { unread: store, calls } = useSession();
  const isCalled = useFromStore(calls, (state) => state[channel.id] !== undefined);
  const isMuted = useMuted(HOME, channel.id);
  const unread = useFromStore(store, (state) => !isMuted && isUnread(state, channel.id));
  const count = useFromStore(store, (state) => state.mentions[channel.id] ?? 0);
  const name = conversationName(home, channel);
  const { face, status, people, isBot } = lookOf(home, channel);
  const note = people === undefined ? isBot && t("members.bot") : t("groups.count", { count: people });
  return (
    <li
      className={cx(
        "group/row flex items-center rounded-small",
        isCurrent ? "bg-raised" : "hover:bg-[oklch(from_var(--raised)_l_c_h/0.6)]",
      )}
    >
      <Link
        to="/channels/$guildId/$channelId"
        params={{ guildId: HOME, channelId: channel.id }}
        aria-current={isCurrent ? "page" : undefined}
        className={cx(
          "flex h-11 min-w-0 flex-1 items-center gap-2 rounded-small px-2",
          isCurrent ? "text-ink" : unread ? "font-semibold text-ink" : "text-ink-2",
        )}
      >
        <Avatar {...face} name={name} status={status} />
        <span className="min-w-0 leading-tight">
          <span className="block truncate">{name}</span>
          {note && (
            <small className="block truncate text-tiny font-normal text-ink-3">
              <span className="sr-only">, </span>
              {note}
            </small>
          )}
        </span>
        {status && <span className="sr-only">, {t(`members.status.${status}`)}</span>}
        {isCalled && (
          <>
            <span className="sr-only">, {t("calls.goesOn")}</span>
            <Phone size={14} aria-hidden className="ml-auto shrink-0 text-good" />
          </>
        )}
        {isMuted && (
          <>
            <span className="sr-only">, {t("notifications.muted")}</span>
            <BellOff size={14} aria-hidden className={cx("shrink-0 text-ink-3", !isCalled && "ml-auto")} />
          </>
        )}
        {unread && !isCurrent && <span className="sr-only">, {t("channel.unread")}</span>}
        {count > 0 && (
          <>
            <span className="sr-only">, {t("conversations.new", { count })}</span>
            <CountBadge count={count} className={isMuted || isCalled ? "" : "ml-auto"} />
          </>
        )}
      </Link>
      {!isGroup(channel) && (
        <CloseButton channel={channel} name={name} isCurrent={isCurrent} onClosed={onClosed} />
      )}
    </li>
  );
}

/** A conversation of two comes back with its next message. A group is left from within. */
function CloseButton({
  channel,
  name,
  isCurrent,
  onClosed,
}: Omit<ConversationRowProps, "home"> & { name: string }) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const navigate = useNavigate();
  const closing = useAction({
    run: () => closeConversation(rest, channel.id),
    done: null,
    after() {
      onClosed();
      if (isCurrent) void navigate({ to: "/channels/$guildId", params: { guildId: HOME } });
    },
  });
  return (
    <IconButton
      label={t("conversations.close", { name })}
      disabled={closing.isPending}
      onClick={() => closing.mutate()}
      className="opacity-0 group-hover/row:opacity-100 focus-visible:opacity-100 [@media(hover:none)]:opacity-100"
    >
      <X size={16} aria-hidden />
    </IconButton>
  );
}
