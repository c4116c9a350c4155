/** A message's text while it is being changed. Enter saves, Escape leaves it as it was. */
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import type { Id, Message } from "@/engine/wire.ts";
import { CONTENT_MAX } from "../hooks/use-composer.ts";
import { useMessageActs } from "../hooks/use-message-acts.ts";
import { useTextCoding } from "../hooks/use-text-coding.ts";
import { DeleteMessageDialog } from "./delete-message-dialog.tsx";
import { WriterField } from "./writer-field.tsx";

export function MessageEditor({ guildId, message }: { guildId: Id; message: Message }) {
  const { t } = useTranslation();
  const { writing } = useSession();
  const { edit } = useMessageActs(message);
  const { toSent, toTyped } = useTextCoding(guildId);
  const [text, setText] = useState(() => toTyped(message.content));
  const [isEmptied, setEmptied] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(
    () => field.current?.setSelectionRange(field.current.value.length, field.current.value.length),
    [],
  );
  const content = text.trim();
  const over = [...content].length - CONTENT_MAX;

  /** Whoever is done goes on from the row. */
  function close(): void {
    root.current?.closest<HTMLElement>("[data-row]")?.focus({ preventScroll: true });
    writing.change(message.channel_id, { editing: null });
  }

  async function save(): Promise<void> {
    if (over > 0) return;
    if (content === "") return setEmptied(true);
    close();
    const sent = toSent(content);
    if (sent === message.content || (await edit(sent))) return;
    // What was refused is not lost: it stands in the editor again.
    writing.change(message.channel_id, { editing: message.id });
  }

  function onKey(event: KeyboardEvent): boolean {
    if (event.key !== "Escape") return false;
    event.preventDefault();
    event.stopPropagation();
    close();
    return true;
  }

  const action = "text-link underline-offset-2 hover:underline";
  return (
    <div ref={root} className="relative my-1 grid gap-1">
      <WriterField
        ref={field}
        guildId={guildId}
        channelId={message.channel_id}
        label={t("messages.editLabel")}
        text={text}
        change={setText}
        send={() => void save()}
        onKey={onKey}
        autoFocus
        className="w-full resize-none rounded-medium bg-raised px-3 py-2 text-ink outline-none focus-visible:outline-1 focus-visible:outline-accent"
      />
      <p className="flex flex-wrap gap-x-3 text-tiny text-ink-3">
        <button type="button" className={action} onClick={close}>
          {t("messages.editCancel")}
        </button>
        <button type="button" className={action} onClick={() => void save()} disabled={over > 0}>
          {t("messages.editSave")}
        </button>
        {over > 0 && (
          <output className="font-semibold text-bad">{t("composer.tooLong", { count: over })}</output>
        )}
      </p>
      {isEmptied && <DeleteMessageDialog message={message} onClose={() => setEmptied(false)} />}
    </div>
  );
}
