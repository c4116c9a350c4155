/** Making a channel. */
import type { RestClient } from "@/engine/rest/client.ts";
import type { Channel, Id } from "@/engine/wire.ts";

export interface ChannelForm {
  name: string;
  type: number;
}

export function createChannel(rest: RestClient, guildId: Id, form: ChannelForm): Promise<Channel> {
  return rest.request("POST", `/api/v10/guilds/${guildId}/channels`, { body: form });
}
