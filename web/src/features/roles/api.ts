/** Making, changing, giving and taking roles. */
import type { RestClient } from "@/engine/rest/client.ts";
import type { Id, Role } from "@/engine/wire.ts";
import type { Exception } from "./exceptions.ts";

export interface RoleChanges {
  name?: string;
  /** 0xRRGGBB; 0 is none. */
  color?: number;
  hoist?: boolean;
  mentionable?: boolean;
  permissions?: string;
}

export function createRole(rest: RestClient, guildId: Id, role: RoleChanges): Promise<Role> {
  return rest.request("POST", `/api/v10/guilds/${guildId}/roles`, { body: role });
}

export function changeRole(rest: RestClient, guildId: Id, id: Id, changes: RoleChanges): Promise<Role> {
  return rest.request("PATCH", `/api/v10/guilds/${guildId}/roles/${id}`, { body: changes });
}

/** All roles but the one that everybody has, the highest first. */
export function orderRoles(rest: RestClient, guildId: Id, order: readonly Id[]): Promise<Role[]> {
  const places = order.map((id, index) => ({ id, position: order.length - index }));
  return rest.request("PATCH", `/api/v10/guilds/${guildId}/roles`, { body: places });
}

export function deleteRole(rest: RestClient, guildId: Id, id: Id): Promise<void> {
  return rest.request("DELETE", `/api/v10/guilds/${guildId}/roles/${id}`);
}

/** Gives a member a role, or takes it. */
export function setMemberRole(
  rest: RestClient,
  guildId: Id,
  { userId, roleId, has }: { userId: Id; roleId: Id; has: boolean },
): Promise<void> {
  const path = `/api/v10/guilds/${guildId}/members/${userId}/roles/${roleId}`;
  return rest.request(has ? "PUT" : "DELETE", path);
}

/** Where nothing differs from the role, there is no exception. */
export function setException(
  rest: RestClient,
  channelId: Id,
  roleId: Id,
  { allow, deny }: Exception,
): Promise<void> {
  const path = `/api/v10/channels/${channelId}/permissions/${roleId}`;
  if (allow === 0n && deny === 0n) return rest.request("DELETE", path);
  return rest.request("PUT", path, { body: { type: 0, allow: String(allow), deny: String(deny) } });
}
