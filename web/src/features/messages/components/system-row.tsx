/** What happened in the channel, told by nobody: somebody joined, pinned, started a thread. */
import { ArrowRight, MessagesSquare, Pin } from "lucide-react";
import { Trans, useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { displayName } from "@/engine/guilds/arrange.ts";
import type { Id, Message } from "@/engine/wire.ts";
import { clockTime, fullTime } from "@/ui/time.ts";
import { usePersonName } from "../hooks/use-person.ts";

const PINNED = 6;
const JOINED = 7;
const THREAD = 18;

interface SystemRowProps {
  rowKey: string;
  guildId: Id;
  message: Message;
  timeMs: number;
}

export function SystemRow({ rowKey, guildId, message, timeMs }: SystemRowProps) {
  const { t } = useTranslation();
  const { channels } = useSession();
  const { author, channel_id: channelId, content: title, message_reference } = message;
  const name = usePersonName(guildId, author.id, author) ?? displayName(author);
  const pinnedId = message.type === PINNED ? message_reference?.message_id : undefined;
  return (
    <article
      data-row={rowKey}
      tabIndex={-1}
      aria-label={t("messages.by", { name, time: clockTime(timeMs) })}
      className="grid grid-cols-[var(--picture)_minmax(0,1fr)] items-baseline gap-x-(--row-columns) px-3 py-1 text-ink-3 focus-visible:outline-offset-[-2px] wide:px-4"
    >
      <span aria-hidden className="self-center justify-self-end">
        <SystemIcon type={message.type} />
      </span>
      <p className="min-w-0 break-words">
        <Trans
          i18nKey={sentenceOf(message.type)}
          values={{ name, title }}
          components={{ b: <b className="font-semibold text-ink-2" /> }}
        />{" "}
        {pinnedId && (
          <button
            type="button"
            className="text-link underline-offset-2 hover:underline"
            onClick={() => void channels.jumpTo(channelId, pinnedId)}
          >
            {t("messages.system.show")}
          </button>
        )}
        <time dateTime={new Date(timeMs).toISOString()} title={fullTime(timeMs)} className="ml-2 text-tiny">
          {clockTime(timeMs)}
        </time>
      </p>
    </article>
  );
}

function sentenceOf(type: number) {
  switch (type) {
    case JOINED:
      return "messages.system.joined";
    case PINNED:
      return "messages.system.pinned";
    case THREAD:
      return "messages.system.thread";
    default:
      return "messages.system.other";
  }
}

function SystemIcon({ type }: { type: number }) {
  if (type === PINNED) return <Pin size={15} />;
  return type === THREAD ? <MessagesSquare size={15} /> : <ArrowRight size={15} className="text-good" />;
}
