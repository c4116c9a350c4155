/** The ways to become somebody on this server. */
import type { RestClient } from "@/engine/rest/client.ts";
import type { Credentials, Guild, User } from "@/engine/wire.ts";

export interface ClaimForm {
  username: string;
  password: string;
  guild_name: string;
}

export interface AccountForm {
  username: string;
  password: string;
}

type SignedIn = Credentials & { user: User };

export function claimServer(
  rest: RestClient,
  token: string,
  form: ClaimForm,
): Promise<SignedIn & { guild: Guild }> {
  return rest.request("POST", "/api/x/setup", { body: { token, ...form } });
}

export function logIn(rest: RestClient, form: AccountForm): Promise<SignedIn> {
  return rest.request("POST", "/api/x/auth/login", { body: form });
}

/** With `invite`, the new user is in its guild at once. */
export function register(rest: RestClient, form: AccountForm, invite: string | undefined): Promise<SignedIn> {
  return rest.request("POST", "/api/x/auth/register", { body: invite ? { ...form, invite } : form });
}
