/** Making, changing, joining and listing threads. */
import type { RestClient } from "@/engine/rest/client.ts";
import { type Channel, type Id, THREAD_PUBLIC, type ThreadMember } from "@/engine/wire.ts";

/** How long nobody has to speak in a thread until it leaves the list, in minutes. */
export const ARCHIVE_AFTER_MIN = { hour: 60, day: 1_440, days: 4_320, week: 10_080 } as const;

export interface ThreadForm {
  name: string;
  auto_archive_duration: number;
}

/** At a message, or free-standing where that is null. */
export function createThread(
  rest: RestClient,
  channelId: Id,
  messageId: Id | null,
  form: ThreadForm,
): Promise<Channel> {
  if (messageId === null) {
    return rest.request("POST", `/api/v10/channels/${channelId}/threads`, {
      body: { ...form, type: THREAD_PUBLIC },
    });
  }
  return rest.request("POST", `/api/v10/channels/${channelId}/messages/${messageId}/threads`, { body: form });
}

export interface ThreadChanges {
  name?: string;
  archived?: boolean;
  locked?: boolean;
}

export function changeThread(rest: RestClient, id: Id, changes: ThreadChanges): Promise<Channel> {
  return rest.request("PATCH", `/api/v10/channels/${id}`, { body: changes });
}

export function deleteThread(rest: RestClient, id: Id): Promise<void> {
  return rest.request("DELETE", `/api/v10/channels/${id}`);
}

export function fetchThread(rest: RestClient, id: Id): Promise<Channel> {
  return rest.request("GET", `/api/v10/channels/${id}`);
}

export function setJoined(rest: RestClient, id: Id, isOn: boolean): Promise<void> {
  return rest.request(isOn ? "PUT" : "DELETE", `/api/v10/channels/${id}/thread-members/%40me`);
}

/** Members that a page names. */
const MEMBERS_MAX = 100;

export function listThreadMembers(rest: RestClient, id: Id): Promise<ThreadMember[]> {
  return rest.request("GET", `/api/v10/channels/${id}/thread-members`, {
    query: { with_member: "true", limit: MEMBERS_MAX },
  });
}

export interface ThreadPage {
  threads: Channel[];
  members: ThreadMember[];
  has_more: boolean;
}

/** The one archived last first; `before` is the moment when the last one of the page before was archived. */
export function listArchived(rest: RestClient, channelId: Id, before: string | null): Promise<ThreadPage> {
  return rest.request("GET", `/api/v10/channels/${channelId}/threads/archived/public`, {
    query: { limit: 50, before: before ?? undefined },
  });
}
