/** One message of the timeline. */
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { displayName } from "@/engine/guilds/arrange.ts";
import type { Id, Message } from "@/engine/wire.ts";
import { useIsPinged } from "../hooks/use-is-pinged.ts";
import { usePersonInk, usePersonName } from "../hooks/use-person.ts";
import { MessageContent } from "./message-content.tsx";
import { MessageTools } from "./message-tools.tsx";
import { RowFrame } from "./row-frame.tsx";

interface MessageRowProps {
  rowKey: string;
  guildId: Id;
  message: Message;
  timeMs: number;
  first: boolean;
  /** Whether the keyboard is at this row. */
  isActive: boolean;
  /** Whether a link led here just now. */
  isMarked: boolean;
}

export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { rowKey, guildId, message, timeMs, first, isActive, isMarked } = props;
  const { t } = useTranslation();
  const [isPointedAt, setPointedAt] = useState(false);
  const { author, content, mentions, edited_timestamp } = message;
  const name = usePersonName(guildId, author.id, author) ?? displayName(author);
  const ink = usePersonInk(guildId, author.id);
  const pinged = useIsPinged(guildId, message);
  const isEdited = edited_timestamp !== null;
  return (
    <RowFrame
      rowKey={rowKey}
      authorId={author.id}
      name={name}
      ink={ink}
      timeMs={timeMs}
      first={first}
      isPinged={pinged}
      isMarked={isMarked}
      note={isEdited && first && <span className="text-tiny text-ink-3"> · {t("messages.edited")}</span>}
      onPoint={setPointedAt}
      tools={(isActive || isPointedAt) && <MessageTools guildId={guildId} message={message} name={name} />}
    >
      <div className="max-w-[110ch] break-words [overflow-wrap:anywhere]">
        <span data-content>
          <MessageContent guildId={guildId} content={content} mentions={mentions} />
        </span>
        {isEdited && !first && <span className="ml-1 text-tiny text-ink-3">({t("messages.edited")})</span>}
      </div>
    </RowFrame>
  );
});
