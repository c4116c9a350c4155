/** The appearance within the settings that the server keeps for an account. */
import type { RestClient } from "@/engine/rest/client.ts";
import { type Appearance, readAppearance } from "./appearance.ts";

/** Null: this account has never chosen. */
export async function getAppearance(rest: RestClient): Promise<Appearance | null> {
  const { settings } = await rest.request<{ settings?: { appearance?: unknown } }>("GET", "/api/x/me");
  return settings?.appearance === undefined ? null : readAppearance(settings.appearance);
}

export function putAppearance(rest: RestClient, appearance: Appearance): Promise<unknown> {
  return rest.request("PATCH", "/api/x/me/settings", { body: { appearance } });
}
