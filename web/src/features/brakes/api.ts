/** What a guild holds back of those who want in. */
import type { RestClient } from "@/engine/rest/client.ts";
import type { Brakes, Id } from "@/engine/wire.ts";

const pathOf = (guildId: Id) => `/api/x/guilds/${guildId}/brakes`;

export function readBrakes(rest: RestClient, guildId: Id): Promise<Brakes> {
  return rest.request("GET", pathOf(guildId));
}

export function setBrakes(rest: RestClient, guildId: Id, change: Partial<Brakes>): Promise<Brakes> {
  return rest.request("PATCH", pathOf(guildId), { body: change });
}
