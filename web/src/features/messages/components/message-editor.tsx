/** A message's text while it is being changed. Enter saves, Escape leaves it as it was. */
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import TextareaAutosize from "react-textarea-autosize";
import { useSession } from "@/binding/engine-context.tsx";
import type { Message } from "@/engine/wire.ts";
import { CONTENT_MAX } from "../hooks/use-composer.ts";
import { useMessageActs } from "../hooks/use-message-acts.ts";
import { DeleteMessageDialog } from "./delete-message-dialog.tsx";

export function MessageEditor({ message }: { message: Message }) {
  const { t } = useTranslation();
  const { writing } = useSession();
  const { edit } = useMessageActs(message);
  const [text, setText] = useState(message.content);
  const [isEmptied, setEmptied] = useState(false);
  const root = useRef<HTMLDivElement>(null);
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
    if (content === message.content || (await edit(content))) return;
    // What was refused is not lost: it stands in the editor again.
    writing.change(message.channel_id, { editing: message.id });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      return close();
    }
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void save();
  }

  const action = "text-link underline-offset-2 hover:underline";
  return (
    <div ref={root} className="my-1 grid gap-1">
      <TextareaAutosize
        aria-label={t("messages.editLabel")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onFocus={({ target }) => target.setSelectionRange(target.value.length, target.value.length)}
        maxRows={12}
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
