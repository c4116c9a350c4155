/** Making, changing, leaving and deleting a guild. */
import type { RestClient } from "@/engine/rest/client.ts";
import type { Guild, Id } from "@/engine/wire.ts";

export function createGuild(rest: RestClient, name: string): Promise<Guild> {
  return rest.request("POST", "/api/v10/guilds", { body: { name } });
}

/** `icon` is a `data:` address; null takes it away. */
export function changeGuild(
  rest: RestClient,
  id: Id,
  form: { name?: string; icon?: string | null },
): Promise<Guild> {
  return rest.request("PATCH", `/api/v10/guilds/${id}`, { body: form });
}

export function deleteGuild(rest: RestClient, id: Id): Promise<void> {
  return rest.request("DELETE", `/api/v10/guilds/${id}`);
}

export function leaveGuild(rest: RestClient, id: Id): Promise<void> {
  return rest.request("DELETE", `/api/v10/users/@me/guilds/${id}`);
}
