/** A text field of messages: it grows with its text, completes names and puts marks round words. */
import { type KeyboardEvent, type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";
import TextareaAutosize from "react-textarea-autosize";
import { useEngine } from "@/binding/engine-context.tsx";
import { skinTone } from "@/engine/emoji/habits.ts";
import type { Id } from "@/engine/wire.ts";
import { insertText } from "@/ui/insert-text.ts";
import { useIsTouch } from "@/ui/use-media.ts";
import { useCompletion } from "../hooks/use-completion.ts";
import { writerKeys } from "../hooks/writer-keys.ts";
import { CompletionList } from "./completion-list.tsx";

interface WriterFieldProps {
  ref: RefObject<HTMLTextAreaElement | null>;
  guildId: Id;
  channelId: Id;
  label: string;
  placeholder?: string;
  text: string;
  autoFocus: boolean;
  isComposer?: boolean;
  className: string;
  change(text: string): void;
  send(): void;
  /** Keys that mean more than text; true when one was taken. */
  onKey(event: KeyboardEvent<HTMLTextAreaElement>): boolean;
  /** Files that were pasted. */
  onFiles?: ((files: Iterable<File>) => void) | undefined;
}

export function WriterField(props: WriterFieldProps) {
  const { ref, guildId, channelId, label, placeholder, text, autoFocus, isComposer, className } = props;
  const { change, send, onKey, onFiles } = props;
  const { t } = useTranslation();
  const { shelf } = useEngine().ports;
  const isTouch = useIsTouch();
  const [caret, setCaret] = useState(0);
  const box = useCompletion({
    guildId,
    channelId,
    text,
    caret,
    tone: skinTone(shelf),
    replace: (range, word) => ref.current && insertText(ref.current, range, word, change),
  });
  const isOpen = box.options.length > 0;
  return (
    <>
      {isOpen && <CompletionList box={box} />}
      <TextareaAutosize
        ref={ref}
        data-composer={isComposer ? channelId : undefined}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={isOpen ? box.id : undefined}
        aria-activedescendant={isOpen ? `${box.id}-${box.active}` : undefined}
        placeholder={placeholder}
        value={text}
        onChange={({ target }) => {
          setCaret(target.selectionStart);
          change(target.value);
        }}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
        onBlur={() => setCaret(0)}
        onPaste={(event) => {
          const { files } = event.clipboardData;
          if (!onFiles || files.length === 0) return;
          event.preventDefault();
          onFiles(files);
        }}
        onKeyDown={writerKeys({
          isTouch,
          change,
          send,
          other: (event) => box.onKeyDown(event) || onKey(event),
        })}
        maxRows={12}
        autoFocus={autoFocus}
        enterKeyHint={isTouch ? "enter" : "send"}
        className={className}
      />
      <span role="status" className="sr-only">
        {isOpen && t("composer.completionCount", { count: box.options.length })}
      </span>
    </>
  );
}
