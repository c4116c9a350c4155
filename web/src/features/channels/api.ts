/** Making, changing and deleting a channel. */
import type { RestClient } from "@/engine/rest/client.ts";
import type { Channel, Id, Overwrite } from "@/engine/wire.ts";

export interface ChannelForm {
  name: string;
  type: number;
  /** The category that it is in. */
  parent_id?: Id;
  /** In place of those of its category. */
  permission_overwrites?: Overwrite[];
}

/** What can be changed of one; voice channels have no topic and no slow mode. */
export interface ChannelChanges {
  name?: string;
  topic?: string | null;
  /** Seconds between two messages of one person. */
  rate_limit_per_user?: number;
  /** Of a microphone, in bits per second; of voice channels only, as is how many get in, where 0 is any number. */
  bitrate?: number;
  user_limit?: number;
}

export function createChannel(rest: RestClient, guildId: Id, form: ChannelForm): Promise<Channel> {
  return rest.request("POST", `/api/v10/guilds/${guildId}/channels`, { body: form });
}

export function changeChannel(rest: RestClient, id: Id, changes: ChannelChanges): Promise<Channel> {
  return rest.request("PATCH", `/api/v10/channels/${id}`, { body: changes });
}

export function deleteChannel(rest: RestClient, id: Id): Promise<void> {
  return rest.request("DELETE", `/api/v10/channels/${id}`);
}

/** Channels of one section, from the top. */
export function orderChannels(rest: RestClient, guildId: Id, order: readonly Id[]): Promise<void> {
  return placeChannels(
    rest,
    guildId,
    order.map((id, position) => ({ id, position })),
  );
}

/** Where one is to stand; without a category it stays in its own. */
export interface ChannelPlacing {
  id: Id;
  position: number;
  /** Null: in none. */
  parent_id?: Id | null;
}

export function placeChannels(
  rest: RestClient,
  guildId: Id,
  places: readonly ChannelPlacing[],
): Promise<void> {
  return rest.request("PATCH", `/api/v10/guilds/${guildId}/channels`, { body: places });
}

/** Into another category, or out of all. */
export function moveChannel(rest: RestClient, guildId: Id, id: Id, parent: Id | null): Promise<void> {
  return rest.request("PATCH", `/api/v10/guilds/${guildId}/channels`, { body: [{ id, parent_id: parent }] });
}
