/** The text being written: its draft, its limit, and sending it. */
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import type { Id } from "@/engine/wire.ts";
import { lastOwn, workIn } from "@/engine/writing.ts";
import { useTextCoding } from "./use-text-coding.ts";

/** Characters of one message, as the server counts them. */
export const CONTENT_MAX = 2_000;

export interface Composer {
  text: string;
  /** Characters left; negative when there are too many. */
  left: number;
  canSend: boolean;
  change(text: string): void;
  send(): void;
  /** Begins to change the last message of one's own; false when there is none. */
  editLast(): boolean;
}

export function useComposer(guildId: Id, channelId: Id): Composer {
  const { drafts, outbox, typing, channels, writing, user } = useSession();
  const { toSent } = useTextCoding(guildId);
  const text = useFromStore(drafts.store, (state) => state[channelId] ?? "");
  const content = text.trim();
  const left = CONTENT_MAX - [...content].length;
  const files = useFromStore(writing.store, (state) => workIn(state, channelId).files);
  const canSend = (content !== "" || files.length > 0) && left >= 0;

  function change(next: string): void {
    drafts.set(channelId, next);
    if (next.trim() !== "") typing.keyPressed(channelId);
  }

  function send(): void {
    if (!canSend) return;
    const { reply } = writing.of(channelId);
    outbox.write(channelId, toSent(content), {
      ...(reply ? { reply: { messageId: reply.message.id, ping: reply.ping } } : {}),
      files,
    });
    writing.change(channelId, { reply: null, files: [] });
    typing.written(channelId);
    drafts.set(channelId, "");
    // Whoever writes from the past is brought to the present.
    if (channels.store.getState()[channelId]?.timeline.hasAfter) void channels.load(channelId, "latest");
  }

  function editLast(): boolean {
    const timeline = channels.store.getState()[channelId]?.timeline;
    const last = timeline && lastOwn(timeline, user.id);
    if (last) writing.change(channelId, { editing: last.id });
    return Boolean(last);
  }

  return { text, left, canSend, change, send, editLast };
}
