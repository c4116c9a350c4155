/** What the server tells of in a channel: a newer one may tell of more. */
import {
  MESSAGE_JOINED,
  MESSAGE_PINNED,
  MESSAGE_THREAD_CREATED,
  MESSAGE_THREAD_STARTER,
} from "@/engine/wire.ts";

/** The key of the sentence, which names who did it in bold. */
export function systemSentence(type: number) {
  switch (type) {
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
