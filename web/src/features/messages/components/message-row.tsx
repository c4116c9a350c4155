/** One message of the timeline. */
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { displayName } from "@/engine/guilds/arrange.ts";
import type { Id, Message } from "@/engine/wire.ts";
import { usePersonInk, usePersonName } from "../hooks/use-person.ts";
import { MessageContent } from "./message-content.tsx";
import { RowFrame } from "./row-frame.tsx";

interface MessageRowProps {
  guildId: Id;
  message: Message;
  timeMs: number;
  first: boolean;
}

export const MessageRow = memo(function MessageRow({ guildId, message, timeMs, first }: MessageRowProps) {
  const { t } = useTranslation();
  const { user: self } = useSession();
  const { author, content, mentions, mention_everyone, edited_timestamp } = message;
  const name = usePersonName(guildId, author.id, author) ?? displayName(author);
  const ink = usePersonInk(guildId, author.id);
  const pinged = author.id !== self.id && (mention_everyone || mentions.some(({ id }) => id === self.id));
  const edited = edited_timestamp !== null && (
    <span className="ml-1 text-tiny text-ink-3">({t("messages.edited")})</span>
  );
  return (
    <RowFrame authorId={author.id} name={name} ink={ink} timeMs={timeMs} first={first} pinged={pinged}>
      <div className="max-w-[110ch] break-words [overflow-wrap:anywhere]">
        <span data-content>
          <MessageContent guildId={guildId} content={content} mentions={mentions} />
        </span>
        {edited}
      </div>
    </RowFrame>
  );
});
