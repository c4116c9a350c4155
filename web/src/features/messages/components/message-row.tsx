/** One message of the timeline. */

import { memo, useState } from "react";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { onDemand } from "@/binding/on-demand.tsx";
import { isLastRead } from "@/engine/receipts.ts";
import { type Id, MESSAGE_REPLY, type Message } from "@/engine/wire.ts";
import { filesBeside } from "../files-beside.ts";
import { useIsPinged } from "../hooks/use-is-pinged.ts";
import { usePerson } from "../hooks/use-person.ts";
import { Attachments } from "./attachments.tsx";
import { EditedMark } from "./edited-mark.tsx";
import { MessageActions } from "./message-actions.tsx";
import { MessageContent } from "./message-content.tsx";
import { Reactions } from "./reactions.tsx";
import { ReplyPreview } from "./reply-preview.tsx";
import { RowFrame } from "./row-frame.tsx";
import { ThreadSummary, useThreadOf } from "./thread-summary.tsx";

const Embeds = onDemand(async () => (await import("./embeds.tsx")).Embeds);
const ReceiptNote = onDemand(async () => (await import("./receipt-note.tsx")).ReceiptNote);
const MessageEditor = onDemand(async () => (await import("./message-editor.tsx")).MessageEditor);

interface MessageRowProps {
  rowKey: string;
  guildId: Id;
  message: Message;
  timeMs: number;
  first: boolean;
  /** Whether the keyboard is at this row. */
  isActive: boolean;
  /** Whether it is the newest of the reader's own. */
  isNewestOwn: boolean;
  /** Whether a link led here just now. */
  isMarked: boolean;
}

export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { rowKey, guildId, message, timeMs, first, isActive, isNewestOwn, isMarked } = props;
  const [isPointedAt, setPointedAt] = useState(false);
  const { writing, receipts } = useSession();
  const { author, channel_id, content, mentions, edited_timestamp, reactions = [], embeds = [] } = message;
  const files = filesBeside(message);
  const isEditing = useFromStore(writing.store, (state) => state[channel_id]?.editing === message.id);
  const repliedTo = message.type === MESSAGE_REPLY ? repliedBy(message) : null;
  const { name, picture, ink } = usePerson(guildId, author);
  const thread = useThreadOf(guildId, message);
  const pinged = useIsPinged(guildId, message);
  const isSeen = useFromStore(receipts, (state) => isNewestOwn || isLastRead(state, channel_id, message.id));
  const edited = edited_timestamp !== null && <EditedMark timestamp={edited_timestamp} isInText={!first} />;
  return (
    <RowFrame
      rowKey={rowKey}
      authorId={author.id}
      name={name}
      picture={picture}
      ink={ink}
      timeMs={timeMs}
      first={first}
      isPinged={pinged}
      isMarked={isMarked}
      note={first && edited}
      seen={isSeen && <ReceiptNote guildId={guildId} message={message} isNewest={isNewestOwn} />}
      onPoint={setPointedAt}
      above={repliedTo && <ReplyPreview guildId={guildId} channelId={channel_id} {...repliedTo} />}
      tools={
        (isActive || isPointedAt) &&
        !isEditing && <MessageActions guildId={guildId} message={message} name={name} />
      }
    >
      <div className="max-w-[110ch] break-words [overflow-wrap:anywhere]">
        {isEditing ? (
          <MessageEditor guildId={guildId} message={message} />
        ) : (
          <div data-content>
            <MessageContent guildId={guildId} content={content} mentions={mentions} note={!first && edited} />
          </div>
        )}
        {files.length > 0 && <Attachments message={message} files={files} />}
        {embeds.length > 0 && <Embeds guildId={guildId} message={message} />}
        {reactions.length > 0 && <Reactions guildId={guildId} message={message} />}
        {thread && <ThreadSummary guildId={guildId} thread={thread} />}
      </div>
    </RowFrame>
  );
});

function repliedBy({ message_reference, referenced_message }: Message) {
  const messageId = message_reference?.message_id;
  return messageId ? { messageId, known: referenced_message ?? null } : null;
}
