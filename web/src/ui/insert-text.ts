/**
 * Puts text into a field in place of a range, as if it had been typed: what was there can be brought back
 * by undoing. `change` is told where the browser does not type by itself.
 */
export function insertText(
  field: HTMLTextAreaElement,
  range: { from: number; to: number },
  text: string,
  change: (whole: string) => void,
): void {
  field.focus();
  field.setSelectionRange(range.from, range.to);
  if (typeof document.execCommand === "function" && document.execCommand("insertText", false, text)) return;
  const caret = range.from + text.length;
  change(field.value.slice(0, range.from) + text + field.value.slice(range.to));
  queueMicrotask(() => field.setSelectionRange(caret, caret));
}
