/** A code besides the password: what the server knows of it, and how it is switched on and off. */
import type { RestClient } from "@/engine/rest/client.ts";
import type { LoginEntry } from "./api.ts";

/** How the account stands. */
export interface TwoStep {
  totp: boolean;
  since: string | null;
  /** Recovery codes that were not used. */
  codes_left: number;
}

/** What an app computes codes from. */
export interface Proposed {
  secret: string;
  uri: string;
}

/** Who may change it. */
export interface Proof {
  password: string;
  code: string;
}

export interface SwitchedOn {
  recovery_codes: string[];
  /** The user's other logins, which stay. */
  logins: LoginEntry[];
}

export function readTwoStep(rest: RestClient): Promise<TwoStep> {
  return rest.request("GET", "/api/x/users/@me/mfa");
}

export function proposeSecret(rest: RestClient): Promise<Proposed> {
  return rest.request("POST", "/api/x/users/@me/mfa/totp");
}

export function switchOn(rest: RestClient, secret: string, proof: Proof): Promise<SwitchedOn> {
  return rest.request("POST", "/api/x/users/@me/mfa/totp/enable", { body: { secret, ...proof } });
}

export function switchOff(rest: RestClient, proof: Proof): Promise<void> {
  return rest.request("POST", "/api/x/users/@me/mfa/totp/disable", { body: proof });
}

export function renewCodes(rest: RestClient, proof: Proof): Promise<{ recovery_codes: string[] }> {
  return rest.request("POST", "/api/x/users/@me/mfa/codes", { body: proof });
}
