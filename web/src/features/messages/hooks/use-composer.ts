/** The text being written: its draft, its limit, and sending it. */
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import type { Id } from "@/engine/wire.ts";

/** Characters of one message, as the server counts them. */
export const CONTENT_MAX = 2_000;

export interface Composer {
  text: string;
  /** Characters left; negative when there are too many. */
  left: number;
  canSend: boolean;
  change(text: string): void;
  send(): void;
}

export function useComposer(channelId: Id): Composer {
  const { drafts, outbox, typing, channels } = useSession();
  const text = useFromStore(drafts.store, (state) => state[channelId] ?? "");
  const content = text.trim();
  const left = CONTENT_MAX - [...content].length;
  const canSend = content !== "" && left >= 0;

  function change(next: string): void {
    drafts.set(channelId, next);
    if (next.trim() !== "") typing.keyPressed(channelId);
  }

  function send(): void {
    if (!canSend) return;
    outbox.write(channelId, content);
    typing.written(channelId);
    drafts.set(channelId, "");
    // Whoever writes from the past is brought to the present.
    if (channels.store.getState()[channelId]?.timeline.hasAfter) void channels.load(channelId, "latest");
  }

  return { text, left, canSend, change, send };
}
