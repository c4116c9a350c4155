/** The events of a channel's log, as what they change in its timeline. */
import type { Emoji, Id, Message } from "../wire.ts";
import type { ReactionChange } from "./reactions.ts";
import type { TimelineAction } from "./timeline.ts";

/** What every event of the log carries; a server without the log leaves the sequence out. */
export interface ChannelEventData {
  channel_id: Id;
  x_seq?: number;
}

interface ReactionData extends ChannelEventData {
  message_id: Id;
  user_id: Id;
  emoji: Emoji;
}

/** Null for what belongs to no log. */
export function channelAction(name: string, data: unknown, self: Id): TimelineAction | null {
  if (!isChannelEvent(data)) return null;
  const xSeq = data.x_seq ?? null;
  switch (name) {
    case "MESSAGE_CREATE":
      return { type: "created", message: data as Message & ChannelEventData, xSeq };
    case "MESSAGE_UPDATE":
      return { type: "updated", message: data as Message & ChannelEventData, xSeq };
    case "MESSAGE_DELETE":
      return { type: "deleted", ids: [(data as ChannelEventData & { id: Id }).id], xSeq };
    case "MESSAGE_DELETE_BULK":
      return { type: "deleted", ids: (data as ChannelEventData & { ids: Id[] }).ids, xSeq };
    default: {
      const change = reactionChange(name, data as ReactionData, self);
      if (change) return { type: "reacted", messageId: (data as ReactionData).message_id, change, xSeq };
      // Pins, and what a newer server adds: the sequence is all that matters here.
      return xSeq === null ? null : { type: "passed", xSeq };
    }
  }
}

function reactionChange(name: string, data: ReactionData, self: Id): ReactionChange | null {
  switch (name) {
    case "MESSAGE_REACTION_ADD":
      return { type: "add", emoji: data.emoji, isOwn: data.user_id === self };
    case "MESSAGE_REACTION_REMOVE":
      return { type: "remove", emoji: data.emoji, isOwn: data.user_id === self };
    case "MESSAGE_REACTION_REMOVE_ALL":
      return { type: "clear" };
    case "MESSAGE_REACTION_REMOVE_EMOJI":
      return { type: "clear-emoji", emoji: data.emoji };
    default:
      return null;
  }
}

function isChannelEvent(data: unknown): data is ChannelEventData {
  return typeof data === "object" && data !== null && "channel_id" in data;
}
