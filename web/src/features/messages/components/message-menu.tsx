/** The rest of what can be done with a message, under the three dots. */
import { useNavigate } from "@tanstack/react-router";
import { BellDot, Copy, Flag, Link, MessagesSquare, Pin, PinOff, SmilePlus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { useCopy } from "@/binding/use-copy.ts";
import { useChannel, useMay } from "@/binding/use-guild.ts";
import { HOME } from "@/engine/guilds/home.ts";
import { CREATE_PUBLIC_THREADS, MANAGE_MESSAGES, PIN_MESSAGES } from "@/engine/guilds/permissions.ts";
import { permalink } from "@/engine/permalink.ts";
import { type Id, isThread, type Message } from "@/engine/wire.ts";
import { MenuItem } from "@/ui/menu.tsx";
import { useMessageActs } from "../hooks/use-message-acts.ts";
import { AuthorItems } from "./author-items.tsx";
import { useThreadOf } from "./thread-summary.tsx";

interface MessageMenuProps {
  guildId: Id;
  message: Message;
  onAsk(what: "delete" | "reactors" | "report"): void;
}

export function MessageMenu({ guildId, message, onAsk }: MessageMenuProps) {
  const { t } = useTranslation();
  const { ports } = useEngine();
  const { user: self, markUnread } = useSession();
  const copy = useCopy();
  const navigate = useNavigate();
  const acts = useMessageActs(message);
  const { id: messageId, channel_id: channelId, content, pinned = false, reactions = [] } = message;
  const unreadAgain = useAction({ run: () => markUnread(channelId, messageId), done: null });
  const mayManage = useMay(guildId, MANAGE_MESSAGES, channelId);
  const mayPin = [useMay(guildId, PIN_MESSAGES, channelId), mayManage].includes(true);
  const channel = useChannel(guildId, channelId);
  const isInThread = channel !== undefined && isThread(channel);
  const hasThread = useThreadOf(guildId, message) !== null;
  const mayStart = useMay(guildId, CREATE_PUBLIC_THREADS, channelId) && !isInThread && !hasThread;
  const mayReport = guildId !== HOME && message.author.id !== self.id;
  const mayDelete = mayManage || message.author.id === self.id;
  const link = permalink(ports.origin, { guildId, channelId, messageId });
  return (
    <>
      {mayPin && (
        <MenuItem
          icon={pinned ? <PinOff size={16} aria-hidden /> : <Pin size={16} aria-hidden />}
          onSelect={() => void acts.pin(!pinned)}
        >
          {pinned ? t("messages.unpin") : t("messages.pin")}
        </MenuItem>
      )}
      {mayStart && (
        <MenuItem
          icon={<MessagesSquare size={16} aria-hidden />}
          onSelect={() =>
            void navigate({
              to: "/channels/$guildId/$channelId",
              params: { guildId, channelId },
              search: { start: messageId },
            })
          }
        >
          {t("messages.startThread")}
        </MenuItem>
      )}
      {reactions.length > 0 && (
        <MenuItem icon={<SmilePlus size={16} aria-hidden />} onSelect={() => onAsk("reactors")}>
          {t("reactions.who")}
        </MenuItem>
      )}
      <MenuItem icon={<BellDot size={16} aria-hidden />} onSelect={() => unreadAgain.mutate()}>
        {t("messages.markUnread")}
      </MenuItem>
      {content !== "" && (
        <MenuItem icon={<Copy size={16} aria-hidden />} onSelect={() => void copy(content)}>
          {t("messages.copyText")}
        </MenuItem>
      )}
      <MenuItem icon={<Link size={16} aria-hidden />} onSelect={() => void copy(link, t("toast.linkCopied"))}>
        {t("messages.copyLink")}
      </MenuItem>
      {mayReport && (
        <MenuItem icon={<Flag size={16} aria-hidden />} onSelect={() => onAsk("report")}>
          {t("messages.report")}
        </MenuItem>
      )}
      {mayDelete && (
        <MenuItem
          danger
          icon={<Trash2 size={16} aria-hidden />}
          onSelect={(isShifted) => (isShifted ? void acts.remove() : onAsk("delete"))}
        >
          {t("messages.delete")}
        </MenuItem>
      )}
      <AuthorItems guildId={guildId} authorId={message.author.id} />
    </>
  );
}
