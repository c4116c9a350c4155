/** Where the focus goes when the row, and with it the button that had it, goes. */
import type { Id } from "@/engine/wire.ts";

export function focusComposer(channelId: Id): void {
  document.querySelector<HTMLElement>(`[data-composer="${CSS.escape(channelId)}"]`)?.focus();
}
