/** Reading the audit log of a guild. */
import type { RestClient } from "@/engine/rest/client.ts";
import type { AuditLog, Id } from "@/engine/wire.ts";

/** Entries of one answer: as many as the server gives at once. */
export const AUDIT_PAGE = 100;

/** Whose acts, and of which kind; absent is all of them. */
export interface AuditFilter {
  userId?: Id;
  action?: number;
}

/** Those before an entry, the newest first. */
export function readAuditLog(
  rest: RestClient,
  guildId: Id,
  { userId, action }: AuditFilter,
  before: Id | null,
): Promise<AuditLog> {
  const query = { limit: AUDIT_PAGE, user_id: userId, action_type: action, before: before ?? undefined };
  return rest.request("GET", `/api/v10/guilds/${guildId}/audit-logs`, { query });
}
