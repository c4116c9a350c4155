/** What keys do in the text of a message: marks round what is selected, and what the composer adds. */
import type { KeyboardEvent } from "react";
import { isInFence } from "@/engine/composing/completion.ts";
import { markFor, toggleMark } from "@/engine/composing/format.ts";
import { insertText } from "@/ui/insert-text.ts";
import { sends } from "../send-key.ts";

interface WriterKeys {
  isTouch: boolean;
  change(text: string): void;
  send(): void;
  /** Keys of the composer alone; true when one was meant for it. */
  other(event: KeyboardEvent<HTMLTextAreaElement>): boolean;
}

export function writerKeys({ isTouch, change, send, other }: WriterKeys) {
  return (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing || other(event)) return;
    const field = event.currentTarget;
    if (markSelected(event, field, change)) return event.preventDefault();
    if (!sends(event.nativeEvent, isTouch)) return;
    // Within fenced code a line break is a part of it.
    if (!event.ctrlKey && isInFence(field.value, field.selectionStart)) return;
    event.preventDefault();
    send();
  };
}

function markSelected(
  event: KeyboardEvent,
  field: HTMLTextAreaElement,
  change: (text: string) => void,
): boolean {
  const isAsked = (event.ctrlKey || event.metaKey) && !event.altKey;
  const mark = isAsked ? markFor(event.key, event.shiftKey) : null;
  if (mark === null) return false;
  const before = { text: field.value, start: field.selectionStart, end: field.selectionEnd };
  const after = toggleMark(before, mark);
  // Only what differs is typed, so that undoing brings back no more than that.
  const from = Math.min(before.start, after.start);
  const tail = Math.min(before.text.length - before.end, after.text.length - after.end);
  const to = before.text.length - tail;
  insertText(field, { from, to }, after.text.slice(from, after.text.length - tail), change);
  queueMicrotask(() => field.setSelectionRange(after.start, after.end));
  return true;
}
