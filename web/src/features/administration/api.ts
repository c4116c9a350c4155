/** The instance, for those who run it. */
import type { RestClient } from "@/engine/rest/client.ts";
import type {
  Id,
  InstanceLogEntry,
  InstanceRole,
  InstanceSettings,
  InstanceUser,
  Me,
  User,
} from "@/engine/wire.ts";

export function readMe(rest: RestClient): Promise<Me> {
  return rest.request("GET", "/api/x/me");
}

export function readSettings(rest: RestClient): Promise<InstanceSettings> {
  return rest.request("GET", "/api/x/admin/settings");
}

export function changeSettings(
  rest: RestClient,
  change: Partial<InstanceSettings>,
): Promise<InstanceSettings> {
  return rest.request("PATCH", "/api/x/admin/settings", { body: change });
}

/** Accounts of one answer; a page that is not full is the last one. */
export const USERS_A_PAGE = 50;

/** By how names begin, or with an empty query all of them. */
export function listUsers(rest: RestClient, name: string, after: Id | null): Promise<InstanceUser[]> {
  const query = { query: name || undefined, limit: USERS_A_PAGE, after: after ?? undefined };
  return rest.request("GET", "/api/x/admin/users", { query });
}

export function readUser(rest: RestClient, userId: Id): Promise<User> {
  return rest.request("GET", `/api/v10/users/${userId}`);
}

/** What may change of an account. */
export interface UserChange {
  instance_role?: InstanceRole;
  /** False lifts a suspension. */
  suspended?: boolean;
  /** Without it a suspension has no end. */
  suspended_until?: string;
  /** What the user is told. */
  suspension_reason?: string;
}

export function changeUser(rest: RestClient, userId: Id, change: UserChange): Promise<InstanceUser> {
  return rest.request("PATCH", `/api/x/admin/users/${userId}`, { body: change });
}

export function endUser(rest: RestClient, userId: Id): Promise<void> {
  return rest.request("DELETE", `/api/x/admin/users/${userId}`);
}

/** Entries of one answer. */
export const LOG_A_PAGE = 50;

export function readLog(rest: RestClient, before: Id | null): Promise<InstanceLogEntry[]> {
  const query = { limit: LOG_A_PAGE, before: before ?? undefined };
  return rest.request("GET", "/api/x/admin/audit-log", { query });
}
