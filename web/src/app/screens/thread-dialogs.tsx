/** The list of a channel's threads, and the beginning of one: over the channel that the address names. */

import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { onDemand } from "@/binding/on-demand.tsx";
import type { Channel, Id } from "@/engine/wire.ts";
import { suggestedName } from "@/features/threads/thread-name.ts";

const CreateThreadDialog = onDemand(
  async () => (await import("@/features/threads/components/create-thread-dialog.tsx")).CreateThreadDialog,
);
const ThreadsDialog = onDemand(
  async () => (await import("@/features/threads/components/threads-dialog.tsx")).ThreadsDialog,
);

/** What a thread begins at that begins at no message. */
export const FREE_STANDING = "channel";

interface ThreadDialogsProps {
  guildId: Id;
  channel: Channel;
  /** The message that a thread is to begin at, or `FREE_STANDING`. */
  start: string | undefined;
  isListed: boolean;
  onOpen(thread: Channel): void;
  onStart(at: string): void;
  onClose(): void;
}

export function ThreadDialogs(props: ThreadDialogsProps) {
  const { guildId, channel, start, isListed, onOpen, onStart, onClose } = props;
  const message = useFromStore(useSession().channels.store, (state) =>
    state[channel.id]?.timeline.messages.find(({ id }) => id === start),
  );
  if (start !== undefined) {
    return (
      <CreateThreadDialog
        channel={channel}
        messageId={start === FREE_STANDING ? null : start}
        suggestedName={suggestedName(message?.content ?? "")}
        onCreated={onOpen}
        onClose={onClose}
      />
    );
  }
  if (!isListed) return null;
  return (
    <ThreadsDialog
      guildId={guildId}
      channel={channel}
      onOpen={onOpen}
      onCreate={() => onStart(FREE_STANDING)}
      onClose={onClose}
    />
  );
}
