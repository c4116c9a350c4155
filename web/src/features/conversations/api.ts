/** Opening a conversation with a friend, taking one out of the list, and groups of friends. */
import type { RestClient } from "@/engine/rest/client.ts";
import type { Channel, Id } from "@/engine/wire.ts";

/** The same one each time. */
export function openConversation(rest: RestClient, recipientId: Id): Promise<Channel> {
  return rest.request("POST", "/api/v10/users/@me/channels", { body: { recipient_id: recipientId } });
}

export function createGroup(rest: RestClient, recipientIds: readonly Id[]): Promise<Channel> {
  return rest.request("POST", "/api/x/dms", { body: { recipient_ids: recipientIds } });
}

export function addToGroup(rest: RestClient, groupId: Id, userId: Id): Promise<void> {
  return rest.request("PUT", `/api/x/dms/${groupId}/recipients/${userId}`);
}

/** For its owner, or for oneself. */
export function removeFromGroup(rest: RestClient, groupId: Id, userId: Id): Promise<void> {
  return rest.request("DELETE", `/api/x/dms/${groupId}/recipients/${userId}`);
}

/** Null takes the name away. */
export function renameGroup(rest: RestClient, groupId: Id, name: string | null): Promise<Channel> {
  return rest.request("PATCH", `/api/v10/channels/${groupId}`, { body: { name } });
}

/** Of two: the next message brings it back. One leaves a group so. */
export function closeConversation(rest: RestClient, id: Id): Promise<unknown> {
  return rest.request("DELETE", `/api/v10/channels/${id}`);
}
