/** What can be done about somebody, by how they stand to the reader. */
import { BLOCKED, FRIEND, INCOMING, OUTGOING } from "@/engine/friends.ts";
import type { FriendAct } from "./api.ts";

export interface Offer {
  act: FriendAct;
  /** Its words, below `friends.offer`. */
  label: "add" | "accept" | "decline" | "withdraw" | "remove" | "block" | "unblock";
  /** Whether it ends something, and is asked about before it is done. */
  isGrave?: boolean;
}

const BLOCK: Offer = { act: "block", label: "block", isGrave: true };

/** The first one is what people mostly want. `type`: none for strangers. A bot is nobody's friend. */
export function offersFor(type: number | undefined, isBot = false): Offer[] {
  if (isBot && type === undefined) return [BLOCK];
  switch (type) {
    case FRIEND:
      return [{ act: "end", label: "remove", isGrave: true }, BLOCK];
    case INCOMING:
      return [{ act: "accept", label: "accept" }, { act: "end", label: "decline" }, BLOCK];
    case OUTGOING:
      return [{ act: "end", label: "withdraw" }, BLOCK];
    case BLOCKED:
      return [{ act: "end", label: "unblock" }];
    case undefined:
      return [{ act: "ask", label: "add" }, BLOCK];
    default:
      return [];
  }
}
