/** A message on its way, or one that was refused. */
import type { OutboxEntry } from "@/engine/outbox/outbox.ts";
import type { Id, User } from "@/engine/wire.ts";
import { usePerson } from "../hooks/use-person.ts";
import { MessageContent } from "./message-content.tsx";
import { PendingFiles } from "./pending-files.tsx";
import { PendingNote } from "./pending-note.tsx";
import { ReplyPreview } from "./reply-preview.tsx";
import { RowFrame } from "./row-frame.tsx";

interface PendingRowProps {
  rowKey: string;
  guildId: Id;
  entry: OutboxEntry;
  author: User;
  timeMs: number;
  first: boolean;
  /** Whether it is the next one of its channel to be sent. */
  isHead: boolean;
}

export function PendingRow({ rowKey, guildId, entry, author, timeMs, first, isHead }: PendingRowProps) {
  const { name, picture, ink } = usePerson(guildId, author);
  return (
    <RowFrame
      rowKey={rowKey}
      authorId={author.id}
      name={name}
      picture={picture}
      ink={ink}
      timeMs={timeMs}
      first={first}
      above={
        entry.reply && (
          <ReplyPreview
            guildId={guildId}
            channelId={entry.channelId}
            messageId={entry.reply.messageId}
            known={null}
          />
        )
      }
    >
      <div className="max-w-[110ch] break-words text-ink-3 [overflow-wrap:anywhere]">
        <div data-content>
          <MessageContent guildId={guildId} content={entry.content} mentions={[]} />
        </div>
      </div>
      <PendingFiles entry={entry} />
      <PendingNote entry={entry} isHead={isHead} />
    </RowFrame>
  );
}
