/**
 * Which press of Enter sends what stands in the composer.
 *
 * - EN1  With a keyboard on the desk Enter sends, and Shift+Enter begins a line.
 * - EN2  On a touch screen Enter begins a line, as its key says, and the button sends; so does Enter with
 *        Ctrl or Command of a keyboard that is plugged in.
 * - EN3  What belongs to an input method never sends: it takes a word over. Browsers that end the
 *        composition before the key is told mark that key by its code 229.
 */

const KEY_CODE_COMPOSING = 229;

export type EnterPress = Pick<
  KeyboardEvent,
  "key" | "shiftKey" | "ctrlKey" | "metaKey" | "isComposing" | "keyCode"
>;

export function sends(press: EnterPress, isTouch: boolean): boolean {
  if (press.key !== "Enter" || press.isComposing || press.keyCode === KEY_CODE_COMPOSING) return false;
  return isTouch ? press.ctrlKey || press.metaKey : !press.shiftKey;
}
