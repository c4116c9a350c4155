/** Time-outs of members. */
import type { RestClient } from "@/engine/rest/client.ts";
import type { Id, Member } from "@/engine/wire.ts";

export interface TimeOut {
  userId: Id;
  /** Null ends it. */
  untilMs: number | null;
  /** Kept beside what was done; empty is none. */
  reason: string;
}

export function timeOut(
  rest: RestClient,
  guildId: Id,
  { userId, untilMs, reason }: TimeOut,
): Promise<Member> {
  const communication_disabled_until = untilMs === null ? null : new Date(untilMs).toISOString();
  return rest.request("PATCH", `/api/v10/guilds/${guildId}/members/${userId}`, {
    body: { communication_disabled_until },
    reason,
  });
}
