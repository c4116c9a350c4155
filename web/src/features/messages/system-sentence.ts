/** What the server tells of in a channel: a newer one may tell of more. */
import {
  type Id,
  MESSAGE_CALL,
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
export type Told = Pick<Message, "type" | "content" | "mentions" | "call"> & {
  author: Pick<Message["author"], "id">;
};

/**
 * The key of the sentence, which names who did it in bold. Those of groups and calls come with conversations.
 * `self`: the reader.
 */
export function systemSentence({ type, author, mentions, content, call }: Told, self: Id) {
  switch (type) {
    case MESSAGE_CALL:
      return callSentence(author.id, call, self);
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

function callSentence(caller: Id, call: Message["call"], self: Id) {
  if (!call?.ended_timestamp) return "calls.told.began";
  if (caller !== self && !call.participants.includes(self)) return "calls.told.missed";
  return call.participants.length < 2 ? "calls.told.unanswered" : "calls.told.lasted";
}

/** How long a call lasted, in milliseconds; null of one that goes on, and of whatever is none. */
export function callMs({ timestamp, call }: Pick<Message, "timestamp" | "call">): number | null {
  const endedAt = call?.ended_timestamp;
  return endedAt ? Math.max(0, Date.parse(endedAt) - Date.parse(timestamp)) : null;
}
