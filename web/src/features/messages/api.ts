/** What can be done with a message. */
import type { ReceiptsEvent } from "@/engine/receipts.ts";
import type { RestClient } from "@/engine/rest/client.ts";
import { emojiPath } from "@/engine/timeline/reactions.ts";
import type { Emoji, Id, Message, User } from "@/engine/wire.ts";

/** People a page of those who reacted names. */
export const REACTORS_MAX = 100;

interface Target {
  channel_id: Id;
  id: Id;
}

export interface Pin {
  pinned_at: string;
  message: Message;
}

const pathOf = ({ channel_id, id }: Target) => `/api/v10/channels/${channel_id}/messages/${id}`;
const pinPath = ({ channel_id, id }: Target) => `/api/v10/channels/${channel_id}/messages/pins/${id}`;
const reactionPath = (target: Target, emoji: Emoji) => `${pathOf(target)}/reactions/${emojiPath(emoji)}`;

export function editMessage(rest: RestClient, target: Target, content: string): Promise<Message> {
  return rest.request("PATCH", pathOf(target), { body: { content } });
}

export function deleteMessage(rest: RestClient, target: Target): Promise<void> {
  return rest.request("DELETE", pathOf(target));
}

export function setReaction(rest: RestClient, target: Target, emoji: Emoji, isOn: boolean): Promise<void> {
  return rest.request(isOn ? "PUT" : "DELETE", `${reactionPath(target, emoji)}/%40me`);
}

/** Somebody else's, for those who manage messages. */
export function removeReaction(rest: RestClient, target: Target, emoji: Emoji, userId: Id): Promise<void> {
  return rest.request("DELETE", `${reactionPath(target, emoji)}/${userId}`);
}

export function listReactors(rest: RestClient, target: Target, emoji: Emoji): Promise<User[]> {
  return rest.request("GET", reactionPath(target, emoji), { query: { limit: REACTORS_MAX } });
}

export function setPinned(rest: RestClient, target: Target, isOn: boolean): Promise<void> {
  return rest.request(isOn ? "PUT" : "DELETE", pinPath(target));
}

/** The newest pin first. */
export async function listPins(rest: RestClient, channelId: Id): Promise<Pin[]> {
  const path = `/api/v10/channels/${channelId}/messages/pins`;
  const page = await rest.request<{ items: Pin[]; has_more: boolean }>("GET", path, { query: { limit: 50 } });
  return page.items;
}

/** How far others got with one's own newest messages. */
export function getReceipts(rest: RestClient, channelId: Id): Promise<ReceiptsEvent> {
  return rest.request("GET", `/api/x/channels/${channelId}/receipts`);
}

/** Tells those who look after the guild. */
export function reportMessage(rest: RestClient, { channel_id, id }: Target, reason: string): Promise<void> {
  return rest.request("POST", `/api/x/channels/${channel_id}/messages/${id}/report`, { body: { reason } });
}
