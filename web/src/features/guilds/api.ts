/** Making a guild. */
import type { RestClient } from "@/engine/rest/client.ts";
import type { Guild } from "@/engine/wire.ts";

export function createGuild(rest: RestClient, name: string): Promise<Guild> {
  return rest.request("POST", "/api/v10/guilds", { body: { name } });
}
