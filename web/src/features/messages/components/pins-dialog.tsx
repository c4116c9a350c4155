/** What was pinned in a channel, the newest pin first. */
import { useQuery } from "@tanstack/react-query";
import { PinOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useEngine, useFromStore, useSession } from "@/binding/engine-context.tsx";
import { QueryNotice } from "@/binding/query-notice.tsx";
import { useAction } from "@/binding/use-action.ts";
import { useMay } from "@/binding/use-guild.ts";
import { displayName } from "@/engine/guilds/arrange.ts";
import { MANAGE_MESSAGES, PIN_MESSAGES } from "@/engine/guilds/permissions.ts";
import type { Id, Message } from "@/engine/wire.ts";
import { Button, IconButton } from "@/ui/button.tsx";
import { Dialog } from "@/ui/dialog.tsx";
import { momentName } from "@/ui/time.ts";
import { listPins, setPinned } from "../api.ts";
import { usePersonName } from "../hooks/use-person.ts";
import { MessageContent } from "./message-content.tsx";

interface PinsDialogProps {
  guildId: Id;
  channelId: Id;
  onClose(): void;
}

export function PinsDialog({ guildId, channelId, onClose }: PinsDialogProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const version = useFromStore(useSession().pins, ({ [channelId]: n = 0 }) => n);
  const query = useQuery({
    queryKey: ["pins", channelId, version],
    queryFn: () => listPins(rest, channelId),
    placeholderData: (before) => before,
    staleTime: 0,
    retry: false,
  });
  const { data, refetch } = query;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("pins.title")}
      closeLabel={t("common.close")}
    >
      <QueryNotice query={query} />
      {data?.length === 0 && (
        <div className="text-ink-3">
          <p className="font-semibold text-ink-2">{t("pins.none")}</p>
          <p>{t("pins.noneHint")}</p>
        </div>
      )}
      {data && data.length > 0 && (
        <ul className="grid gap-2">
          {data.map(({ message }) => (
            <PinnedMessage
              key={message.id}
              guildId={guildId}
              message={message}
              onJump={onClose}
              onUnpinned={() => void refetch()}
            />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

interface PinnedMessageProps {
  guildId: Id;
  message: Message;
  onJump(): void;
  onUnpinned(): void;
}

function PinnedMessage({ guildId, message, onJump, onUnpinned }: PinnedMessageProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const { channels } = useSession();
  const { id, channel_id: channelId, author } = message;
  const name = usePersonName(guildId, author.id, author) ?? displayName(author);
  const mayUnpin = [
    useMay(guildId, PIN_MESSAGES, channelId),
    useMay(guildId, MANAGE_MESSAGES, channelId),
  ].includes(true);
  const unpin = useAction({ run: () => setPinned(rest, message, false), done: null, after: onUnpinned });
  return (
    <li className="grid gap-1 rounded-medium border border-line bg-ground p-3">
      <div className="flex items-center gap-2">
        <p className="min-w-0 flex-1 truncate">
          <b className="font-semibold">{name}</b>{" "}
          <span className="text-tiny text-ink-3">{momentName(Date.parse(message.timestamp))}</span>
        </p>
        <Button
          look="quiet"
          onClick={() => {
            onJump();
            void channels.jumpTo(channelId, id);
          }}
        >
          {t("pins.jump")}
        </Button>
        {mayUnpin && (
          <IconButton label={t("messages.unpin")} onClick={() => unpin.mutate()}>
            <PinOff size={16} aria-hidden />
          </IconButton>
        )}
      </div>
      <div className="max-h-60 overflow-hidden break-words [overflow-wrap:anywhere]">
        <MessageContent guildId={guildId} content={message.content} mentions={message.mentions} />
      </div>
    </li>
  );
}
