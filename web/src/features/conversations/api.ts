/** Opening a conversation with a friend, and taking one out of the list. */
import type { RestClient } from "@/engine/rest/client.ts";
import type { Channel, Id } from "@/engine/wire.ts";

/** The same one each time. */
export function openConversation(rest: RestClient, recipientId: Id): Promise<Channel> {
  return rest.request("POST", "/api/v10/users/@me/channels", { body: { recipient_id: recipientId } });
}

/** The next message brings it back. */
export function closeConversation(rest: RestClient, id: Id): Promise<unknown> {
  return rest.request("DELETE", `/api/v10/channels/${id}`);
}
