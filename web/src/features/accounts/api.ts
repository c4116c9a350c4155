/** The ways to become somebody on this server, and what one may change of oneself. */
import type { RestClient } from "@/engine/rest/client.ts";
import type { Credentials, Guild, Id, User } from "@/engine/wire.ts";

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

/** The password was right, and a code is asked for besides. */
export interface CodeAsked {
  mfa: true;
  /** Good for five minutes. */
  ticket: string;
}

export function logIn(rest: RestClient, form: AccountForm): Promise<SignedIn | CodeAsked> {
  return rest.request("POST", "/api/x/auth/login", { body: form });
}

/** The second step: six digits of the app, or a recovery code. */
export function answerWithCode(rest: RestClient, ticket: string, code: string): Promise<SignedIn> {
  return rest.request("POST", "/api/x/auth/mfa/totp", { body: { ticket, code } });
}

/** With `invite`, the new user is in its guild at once. */
export function register(rest: RestClient, form: AccountForm, invite: string | undefined): Promise<SignedIn> {
  return rest.request("POST", "/api/x/auth/register", { body: invite ? { ...form, invite } : form });
}

/** A place where the user is logged in. */
export interface LoginEntry {
  id: Id;
  created_at: string;
  last_seen_at: string;
  address: string;
  agent: string;
  current: boolean;
}

/** An empty name: the user is called by the username again. */
export function changeDisplayName(rest: RestClient, name: string): Promise<User> {
  return rest.request("PATCH", "/api/v10/users/@me", { body: { global_name: name === "" ? null : name } });
}

/** What one says of oneself; an empty text says nothing. */
export function changeAbout(rest: RestClient, bio: string): Promise<User> {
  return rest.request("PATCH", "/api/v10/users/@me", { body: { bio: bio === "" ? null : bio } });
}

/** As a `data:` address; null takes it away. */
export function changeAvatar(rest: RestClient, avatar: string | null): Promise<User> {
  return rest.request("PATCH", "/api/v10/users/@me", { body: { avatar } });
}

export function changeUsername(rest: RestClient, form: AccountForm): Promise<User> {
  return rest.request("PATCH", "/api/v10/users/@me", { body: form });
}

export interface PasswordForm {
  old: string;
  new: string;
}

/** Ends all other logins. */
export function changePassword(rest: RestClient, form: PasswordForm): Promise<void> {
  return rest.request("POST", "/api/x/auth/password", { body: form });
}

export function listLogins(rest: RestClient): Promise<LoginEntry[]> {
  return rest.request("GET", "/api/x/auth/logins");
}

export function endLogin(rest: RestClient, id: Id): Promise<void> {
  return rest.request("DELETE", `/api/x/auth/logins/${id}`);
}

/** For good. It ends all logins, this one too. */
export function endAccount(rest: RestClient, password: string): Promise<void> {
  return rest.request("DELETE", "/api/x/me", { body: { password } });
}
