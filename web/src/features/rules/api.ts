/** Rules about what is written in a guild. */
import type { RestClient } from "@/engine/rest/client.ts";
import type { Id, WordRule } from "@/engine/wire.ts";

/** What is chosen of a rule; the rest the server says. */
export type RuleDraft = Omit<WordRule, "id" | "guild_id" | "creator_id">;

const pathOf = (guildId: Id) => `/api/x/guilds/${guildId}/word-rules`;

export function listRules(rest: RestClient, guildId: Id): Promise<WordRule[]> {
  return rest.request("GET", pathOf(guildId));
}

/** Makes a rule, or changes the one with this id. */
export function keepRule(
  rest: RestClient,
  guildId: Id,
  id: Id | null,
  draft: Partial<RuleDraft>,
): Promise<WordRule> {
  if (id === null) return rest.request("POST", pathOf(guildId), { body: sent(draft) });
  return rest.request("PATCH", `${pathOf(guildId)}/${id}`, { body: sent(draft) });
}

export function deleteRule(rest: RestClient, guildId: Id, id: Id): Promise<void> {
  return rest.request("DELETE", `${pathOf(guildId)}/${id}`);
}

/** Whether a text would be against the rule, which need not be kept. */
export async function tryRule(
  rest: RestClient,
  guildId: Id,
  draft: RuleDraft,
  text: string,
): Promise<boolean> {
  const { words, patterns, mentions_max } = draft;
  const body = { rule: { words, patterns, mentions_max }, text };
  const { matches } = await rest.request<{ matches: boolean }>("POST", `${pathOf(guildId)}/try`, { body });
  return matches;
}

/** Only a time-out has a length. */
function sent({ time_out_seconds: seconds, ...rest }: Partial<RuleDraft>): object {
  return seconds === null || seconds === undefined ? rest : { ...rest, time_out_seconds: seconds };
}
