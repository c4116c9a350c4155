/** What moderators do with somebody in voice. */
import type { RestClient } from "@/engine/rest/client.ts";
import type { Id } from "@/engine/wire.ts";

/** Without a channel they are put out. */
export interface Handling {
  mute?: boolean;
  deaf?: boolean;
  channel_id?: Id | null;
}

export function handleMember(
  rest: RestClient,
  guildId: Id,
  userId: Id,
  handling: Handling,
): Promise<unknown> {
  return rest.request("PATCH", `/api/v10/guilds/${guildId}/members/${userId}`, { body: handling });
}
