/** The line in which a message is written. Enter sends, Shift+Enter breaks the line. */
import { SendHorizontal } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import type { Id } from "@/engine/wire.ts";
import { workIn } from "@/engine/writing.ts";
import { IconButton } from "@/ui/button.tsx";
import { cx } from "@/ui/cx.ts";
import { insertText } from "@/ui/insert-text.ts";
import { isOverlayOpen } from "@/ui/overlay.ts";
import { useIsNarrow } from "@/ui/use-media.ts";
import { useComposer } from "../hooks/use-composer.ts";
import { useFiles } from "../hooks/use-files.ts";
import { AttachButton } from "./attach-button.tsx";
import { EmojiButton } from "./emoji-button.tsx";
import { WriterField } from "./writer-field.tsx";

/** The count is shown only where it begins to matter. */
const LEFT_SHOWN_MAX = 200;

interface WriterProps {
  guildId: Id;
  channelId: Id;
  channelName: string;
}

export function Writer({ guildId, channelId, channelName }: WriterProps) {
  const { t } = useTranslation();
  const isNarrow = useIsNarrow();
  const { writing } = useSession();
  const { text, left, canSend, change, send, editLast } = useComposer(guildId, channelId);
  const replyTo = useFromStore(writing.store, (state) => workIn(state, channelId).reply?.message.id);
  const { mayAttach, add } = useFiles(guildId, channelId);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (replyTo !== undefined) field.current?.focus();
  }, [replyTo]);
  const label = t("composer.label", { channel: channelName });

  function onKey(event: KeyboardEvent): boolean {
    const isEdit = event.key === "ArrowUp" && text === "" && editLast();
    const isEnd = event.key === "Escape" && replyTo !== undefined;
    if (isEnd) writing.change(channelId, { reply: null });
    if (isEdit || isEnd) event.preventDefault();
    return isEdit || isEnd;
  }

  function insert(glyph: string): void {
    const { current } = field;
    if (!current) return;
    insertText(current, { from: current.selectionStart, to: current.selectionEnd }, glyph, change);
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
        // The button goes grey, and whoever pressed it by keyboard writes on.
        if (document.activeElement === (event.nativeEvent as SubmitEvent).submitter) field.current?.focus();
      }}
      className="mx-2 flex items-end gap-1 rounded-medium bg-raised px-2 py-1.5 focus-within:outline-1 focus-within:outline-[oklch(from_var(--accent)_l_c_h/0.6)] wide:mx-4"
    >
      {mayAttach && <AttachButton onPick={add} />}
      <WriterField
        ref={field}
        isComposer
        guildId={guildId}
        channelId={channelId}
        label={label}
        placeholder={label}
        text={text}
        change={change}
        send={send}
        onKey={onKey}
        autoFocus={!isNarrow && !isOverlayOpen()}
        onFiles={mayAttach ? add : undefined}
        className="min-w-0 flex-1 resize-none self-center bg-transparent px-2 py-1.5 text-ink outline-none placeholder:truncate placeholder:text-ink-3"
      />
      {left < LEFT_SHOWN_MAX && (
        <output
          className={cx(
            "self-center text-tiny tabular-nums",
            left < 0 ? "font-semibold text-bad" : "text-ink-3",
          )}
        >
          {left < 0 ? t("composer.tooLong", { count: -left }) : t("composer.left", { count: left })}
        </output>
      )}
      <EmojiButton onPick={insert} focusAfter={() => field.current?.focus()} />
      <IconButton
        label={t("composer.send")}
        type="submit"
        disabled={!canSend}
        // On a telephone the keyboard would go with the focus.
        onMouseDown={(event) => event.preventDefault()}
        className="text-accent"
      >
        <SendHorizontal size={18} aria-hidden />
      </IconButton>
    </form>
  );
}
