/** Invites: looking one up, using it, making one, and what there is of them. */
import type { RestClient } from "@/engine/rest/client.ts";
import type { Id, Invite } from "@/engine/wire.ts";

export interface InviteTerms {
  /** Seconds; 0 is for ever. */
  max_age: number;
  /** 0 is any number. */
  max_uses: number;
}

export function getInvite(rest: RestClient, code: string): Promise<Invite> {
  return rest.request("GET", `/api/v10/invites/${encodeURIComponent(code)}`, {
    query: { with_counts: "true" },
  });
}

export function joinByInvite(rest: RestClient, code: string): Promise<Invite> {
  return rest.request("POST", `/api/v10/invites/${encodeURIComponent(code)}`, { body: {} });
}

export function createInvite(rest: RestClient, channelId: Id, terms: InviteTerms): Promise<Invite> {
  return rest.request("POST", `/api/v10/channels/${channelId}/invites`, { body: { ...terms, unique: true } });
}

/** Of a guild, or of one of its channels. */
export type InviteScope = { guildId: Id } | { channelId: Id };

export function listInvites(rest: RestClient, scope: InviteScope): Promise<Invite[]> {
  const path = "guildId" in scope ? `guilds/${scope.guildId}` : `channels/${scope.channelId}`;
  return rest.request("GET", `/api/v10/${path}/invites`);
}

export function revokeInvite(rest: RestClient, code: string): Promise<void> {
  return rest.request("DELETE", `/api/v10/invites/${encodeURIComponent(code)}`);
}
