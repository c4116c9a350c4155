/** A message on its way, or one that was refused. */
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { displayName } from "@/engine/guilds/arrange.ts";
import type { OutboxEntry } from "@/engine/outbox/outbox.ts";
import type { Id, User } from "@/engine/wire.ts";
import { usePersonInk, usePersonName } from "../hooks/use-person.ts";
import { MessageContent } from "./message-content.tsx";
import { RowFrame } from "./row-frame.tsx";

interface PendingRowProps {
  rowKey: string;
  guildId: Id;
  entry: OutboxEntry;
  author: User;
  timeMs: number;
  first: boolean;
}

export function PendingRow({ rowKey, guildId, entry, author, timeMs, first }: PendingRowProps) {
  const { t } = useTranslation();
  const name = usePersonName(guildId, author.id, author) ?? displayName(author);
  const ink = usePersonInk(guildId, author.id);
  return (
    <RowFrame rowKey={rowKey} authorId={author.id} name={name} ink={ink} timeMs={timeMs} first={first}>
      <div className="max-w-[110ch] break-words text-ink-3 [overflow-wrap:anywhere]">
        <span data-content>
          <MessageContent guildId={guildId} content={entry.content} mentions={[]} />
        </span>
        {entry.refusal === null && <span className="sr-only">, {t("messages.sending")}</span>}
      </div>
      {entry.refusal !== null && <Refusal entry={entry} reason={entry.refusal} />}
    </RowFrame>
  );
}

function Refusal({ entry, reason }: { entry: OutboxEntry; reason: string }) {
  const { t } = useTranslation();
  const { outbox, drafts } = useSession();
  const { nonce, channelId, content } = entry;
  const action = "font-medium text-link underline-offset-2 hover:underline";

  /** Back into the composer, before what stands there already. */
  function edit(): void {
    const draft = drafts.get(channelId);
    drafts.set(channelId, draft === "" ? content : `${content}\n${draft}`);
    outbox.discard(nonce);
  }

  return (
    <p role="alert" className="flex flex-wrap gap-x-3 text-small text-bad">
      {t("messages.notSent", { reason })}
      <button type="button" className={action} onClick={() => outbox.retry(nonce)}>
        {t("messages.retry")}
      </button>
      <button type="button" className={action} onClick={edit}>
        {t("messages.editUnsent")}
      </button>
      <button type="button" className={action} onClick={() => outbox.discard(nonce)}>
        {t("messages.discard")}
      </button>
    </p>
  );
}
