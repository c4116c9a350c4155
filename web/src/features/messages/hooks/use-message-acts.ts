/**
 * What is done with a message: shown at once where the server can only agree or refuse, and taken back with
 * a notice when it refuses.
 */
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { useErrorText } from "@/binding/use-error-text.ts";
import { isSameEmoji } from "@/engine/timeline/reactions.ts";
import type { TimelineAction } from "@/engine/timeline/timeline.ts";
import type { Emoji, Message } from "@/engine/wire.ts";
import { deleteMessage, editMessage, setPinned, setReaction } from "../api.ts";

export interface MessageActs {
  /** Adds one's own reaction, or takes it back. */
  toggle(emoji: Emoji): Promise<void>;
  /** False when it was refused; the text is then what it was. */
  edit(content: string): Promise<boolean>;
  remove(): Promise<void>;
  pin(isOn: boolean): Promise<void>;
}

export function useMessageActs(message: Message): MessageActs {
  const { rest } = useEngine();
  const { channels } = useSession();
  const errorText = useErrorText();
  const apply = (action: TimelineAction) => channels.apply(message.channel_id, action, false);

  async function attempt(work: () => Promise<unknown>, undo: () => void = () => undefined): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      undo();
      showToast({ tone: "bad", text: errorText(error) });
      return false;
    }
  }

  return {
    async toggle(emoji) {
      const isOn = !(message.reactions ?? []).some((known) => known.me && isSameEmoji(known.emoji, emoji));
      const change = (on: boolean) =>
        apply({
          type: "reacted",
          messageId: message.id,
          change: { type: on ? "add" : "remove", emoji, isOwn: true },
          xSeq: null,
        });
      change(isOn);
      await attempt(
        () => setReaction(rest, message, emoji, isOn),
        () => change(!isOn),
      );
    },
    async edit(content) {
      // The time of the edit is the server's: until it is known the message counts as the same version.
      apply({ type: "updated", message: { ...message, content }, xSeq: null });
      return attempt(
        async () =>
          apply({ type: "updated", message: await editMessage(rest, message, content), xSeq: null }),
        () => apply({ type: "updated", message, xSeq: null }),
      );
    },
    async remove() {
      const isGone = await attempt(() => deleteMessage(rest, message));
      if (isGone) apply({ type: "deleted", ids: [message.id], xSeq: null });
    },
    async pin(isOn) {
      const isDone = await attempt(() => setPinned(rest, message, isOn));
      if (isDone) apply({ type: "updated", message: { ...message, pinned: isOn }, xSeq: null });
    },
  };
}
