/** Whom the call of a conversation rings. */
import type { RestClient } from "@/engine/rest/client.ts";
import type { Id } from "@/engine/wire.ts";

/** All who are not there, for whoever is. */
export function ring(rest: RestClient, channelId: Id): Promise<unknown> {
  return rest.request("POST", `/api/v10/channels/${channelId}/call/ring`, { body: {} });
}

/** Declines. */
export function stopRinging(rest: RestClient, channelId: Id): Promise<unknown> {
  return rest.request("POST", `/api/v10/channels/${channelId}/call/stop-ringing`, { body: {} });
}
