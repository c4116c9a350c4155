/** What happened in the channel, told by nobody: somebody joined, pinned, started a thread. */
import { Link } from "@tanstack/react-router";
import { ArrowRight, MessagesSquare, Phone, PhoneMissed, Pin } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { displayName } from "@/engine/guilds/arrange.ts";
import {
  type Id,
  MESSAGE_CALL,
  MESSAGE_PINNED,
  MESSAGE_THREAD_CREATED,
  MESSAGE_THREAD_STARTER,
  type Message,
} from "@/engine/wire.ts";
import { Sentence } from "@/ui/sentence.tsx";
import { clockTime, durationName, fullTime } from "@/ui/time.ts";
import { usePersonName } from "../hooks/use-person.ts";
import { callMs, systemSentence } from "../system-sentence.ts";
import { ReplyPreview } from "./reply-preview.tsx";

interface SystemRowProps {
  rowKey: string;
  guildId: Id;
  message: Message;
  timeMs: number;
}

export function SystemRow({ rowKey, guildId, message, timeMs }: SystemRowProps) {
  const { t } = useTranslation();
  const { channels, user: self } = useSession();
  const { author, channel_id: channelId, content, mentions, message_reference } = message;
  const name = usePersonName(guildId, author.id, author) ?? displayName(author);
  const [about] = mentions;
  const lastedMs = callMs(message);
  const named = usePersonName(guildId, about?.id ?? "", about) ?? content;
  const title = lastedMs === null ? named : durationName(lastedMs);
  const sentence = systemSentence(message, self.id);
  const pinnedId = message.type === MESSAGE_PINNED ? message_reference?.message_id : undefined;
  const threadId = message.type === MESSAGE_THREAD_CREATED ? message_reference?.channel_id : undefined;
  const starter = message.type === MESSAGE_THREAD_STARTER ? startOf(message) : null;
  return (
    <article
      data-row={rowKey}
      tabIndex={-1}
      aria-label={t("messages.by", { name, time: clockTime(timeMs) })}
      className="grid grid-cols-[var(--picture)_minmax(0,1fr)] items-baseline gap-x-(--row-columns) px-3 py-1 text-ink-3 focus-visible:outline-offset-[-2px] wide:px-4"
    >
      <span aria-hidden className="self-center justify-self-end">
        <SystemIcon type={message.type} isMissed={sentence === "calls.told.missed"} />
      </span>
      <p className="min-w-0 break-words">
        <Sentence text={t(sentence, { name, title, skipInterpolation: true })} values={{ name, title }} />{" "}
        {pinnedId && (
          <button
            type="button"
            className="text-link underline-offset-2 hover:underline"
            onClick={() => void channels.jumpTo(channelId, pinnedId)}
          >
            {t("messages.system.show")}
          </button>
        )}
        {threadId && (
          <Link
            to="/channels/$guildId/$channelId"
            params={{ guildId, channelId }}
            search={{ thread: threadId }}
            className="text-link underline-offset-2 hover:underline"
          >
            {t("messages.system.show")}
          </Link>
        )}
        <time dateTime={new Date(timeMs).toISOString()} title={fullTime(timeMs)} className="ml-2 text-tiny">
          {clockTime(timeMs)}
        </time>
      </p>
      {starter && (
        <div className="col-start-2 min-w-0">
          <ReplyPreview guildId={guildId} {...starter} />
        </div>
      )}
    </article>
  );
}

/** The message that a thread began at, in the channel above. */
function startOf({ message_reference, referenced_message }: Message) {
  const { channel_id: channelId, message_id: messageId } = message_reference ?? {};
  return channelId && messageId ? { channelId, messageId, known: referenced_message ?? null } : null;
}

function SystemIcon({ type, isMissed }: { type: number; isMissed: boolean }) {
  if (isMissed) return <PhoneMissed size={15} className="text-bad" />;
  if (type === MESSAGE_CALL) return <Phone size={15} className="text-good" />;
  if (type === MESSAGE_PINNED) return <Pin size={15} />;
  const isOfThread = type === MESSAGE_THREAD_CREATED || type === MESSAGE_THREAD_STARTER;
  return isOfThread ? <MessagesSquare size={15} /> : <ArrowRight size={15} className="text-good" />;
}
