/** The message that a reply answers, in one line above it. */
import { CornerUpRight } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import type { Id, Message } from "@/engine/wire.ts";
import { useIsBlocked } from "../hooks/use-is-blocked.ts";
import { usePerson } from "../hooks/use-person.ts";
import { useReferenced } from "../hooks/use-referenced.ts";
import { Excerpt } from "./excerpt.tsx";

interface ReplyPreviewProps {
  guildId: Id;
  channelId: Id;
  messageId: Id;
  /** As it came with the reply; null when it was gone already. */
  known: Message | null;
}

export function ReplyPreview({ guildId, channelId, messageId, known }: ReplyPreviewProps) {
  const { t } = useTranslation();
  const { channels } = useSession();
  const message = useReferenced(channelId, messageId, known);
  const isBlocked = useIsBlocked(message?.author.id);
  const look = "flex min-w-0 max-w-full items-center gap-1.5 text-left text-small text-ink-3";
  const icon = <CornerUpRight size={13} aria-hidden className="shrink-0" />;
  if (!message) {
    return (
      <p className={look}>
        {icon} <i>{t("messages.repliedGone")}</i>
      </p>
    );
  }
  return (
    <button
      type="button"
      onClick={() => void channels.jumpTo(channelId, messageId)}
      className={`${look} rounded-small hover:text-ink-2`}
    >
      {icon}
      <span className="sr-only">{t("messages.repliedTo")} </span>
      {isBlocked ? (
        <i>{t("messages.blocked")}</i>
      ) : (
        <>
          <Author guildId={guildId} message={message} />
          <Excerpt guildId={guildId} message={message} />
        </>
      )}
    </button>
  );
}

function Author({ guildId, message: { author } }: { guildId: Id; message: Message }) {
  const { name, ink } = usePerson(guildId, author);
  const style = useMemo(() => ({ color: ink }), [ink]);
  return (
    <b className="shrink-0 font-semibold" style={style}>
      {name}
    </b>
  );
}
