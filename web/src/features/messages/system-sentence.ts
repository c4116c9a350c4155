/** What the server tells of in a channel: a newer one may tell of more. */
import {
  MESSAGE_JOINED,
  MESSAGE_PINNED,
  MESSAGE_RECIPIENT_ADDED,
  MESSAGE_RECIPIENT_REMOVED,
  MESSAGE_RENAMED,
  MESSAGE_THREAD_CREATED,
  MESSAGE_THREAD_STARTER,
  type Message,
} from "@/engine/wire.ts";

/** What a sentence is chosen by. */
export type Told = Pick<Message, "type" | "content" | "mentions"> & { author: Pick<Message["author"], "id"> };

/** The key of the sentence, which names who did it in bold. Those of groups come with conversations. */
export function systemSentence({ type, author, mentions, content }: Told) {
  switch (type) {
    case MESSAGE_RECIPIENT_ADDED:
      return "groups.told.added";
    case MESSAGE_RECIPIENT_REMOVED:
      return mentions[0]?.id === author.id ? "groups.told.left" : "groups.told.removed";
    case MESSAGE_RENAMED:
      return content ? "groups.told.renamed" : "groups.told.unnamed";
    case MESSAGE_JOINED:
      return "messages.system.joined";
    case MESSAGE_PINNED:
      return "messages.system.pinned";
    case MESSAGE_THREAD_CREATED:
      return "messages.system.thread";
    case MESSAGE_THREAD_STARTER:
      return "messages.system.starter";
    default:
      return "messages.system.other";
  }
}
