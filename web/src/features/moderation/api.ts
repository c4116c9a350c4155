/** Nicknames, time-outs, kicks and bans. */
import type { RestClient } from "@/engine/rest/client.ts";
import type { Ban, Id, Member } from "@/engine/wire.ts";

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

/** Empty is the name of the account. */
export function rename(rest: RestClient, guildId: Id, userId: Id, nick: string): Promise<Member> {
  return rest.request("PATCH", `/api/v10/guilds/${guildId}/members/${userId}`, { body: { nick } });
}

export function kick(rest: RestClient, guildId: Id, userId: Id, reason: string): Promise<void> {
  return rest.request("DELETE", `/api/v10/guilds/${guildId}/members/${userId}`, { reason });
}

export interface NewBan {
  userId: Id;
  reason: string;
  /** Their messages of so many seconds go, too. */
  sweptS: number;
}

export function ban(rest: RestClient, guildId: Id, { userId, reason, sweptS }: NewBan): Promise<void> {
  return rest.request("PUT", `/api/v10/guilds/${guildId}/bans/${userId}`, {
    body: { delete_message_seconds: sweptS },
    reason,
  });
}

export function unban(rest: RestClient, guildId: Id, userId: Id): Promise<void> {
  return rest.request("DELETE", `/api/v10/guilds/${guildId}/bans/${userId}`);
}

/** By user id, which is by how old the accounts are; a page that is not full is the last one. */
export const BANS_A_PAGE = 100;

export function listBans(rest: RestClient, guildId: Id, after: Id | null): Promise<Ban[]> {
  const query = { limit: BANS_A_PAGE, after: after ?? undefined };
  return rest.request("GET", `/api/v10/guilds/${guildId}/bans`, { query });
}
