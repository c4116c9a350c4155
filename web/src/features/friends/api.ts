/** Asking for friendship, taking it, ending it, and blocking. */
import { BLOCKED } from "@/engine/friends.ts";
import type { RestClient } from "@/engine/rest/client.ts";
import type { Id } from "@/engine/wire.ts";

export function askByName(rest: RestClient, username: string): Promise<void> {
  return rest.request("POST", "/api/x/relationships", { body: { username } });
}

/** What can be done about one person. */
export type FriendAct = "ask" | "accept" | "block" | "end";

export function act(rest: RestClient, id: Id, what: FriendAct): Promise<void> {
  const path = `/api/x/relationships/${id}`;
  switch (what) {
    case "ask":
    case "accept":
      return rest.request("PUT", path, { body: {} });
    case "block":
      return rest.request("PUT", path, { body: { type: BLOCKED } });
    case "end":
      return rest.request("DELETE", path);
    default:
      return what satisfies never;
  }
}
