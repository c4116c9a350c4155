/** What the log can tell of: the numbers of v10, and what each is called in the sentences. */

const ACTS = {
  1: "guildUpdate",
  10: "channelCreate",
  11: "channelUpdate",
  12: "channelDelete",
  13: "overwriteCreate",
  14: "overwriteUpdate",
  15: "overwriteDelete",
  20: "memberKick",
  22: "memberBanAdd",
  23: "memberBanRemove",
  24: "memberUpdate",
  25: "memberRoleUpdate",
  28: "botAdd",
  30: "roleCreate",
  31: "roleUpdate",
  32: "roleDelete",
  40: "inviteCreate",
  42: "inviteDelete",
  72: "messageDelete",
  73: "messageBulkDelete",
  74: "messagePin",
  75: "messageUnpin",
  111: "threadUpdate",
  112: "threadDelete",
  140: "wordRuleCreate",
  141: "wordRuleUpdate",
  142: "wordRuleDelete",
  145: "wordRuleTimeOut",
  200: "reportUpdate",
  201: "brakesUpdate",
} as const;

export type ActName = (typeof ACTS)[keyof typeof ACTS];

/** In the order in which they are offered as a filter. */
export const ACT_NUMBERS = Object.keys(ACTS).map(Number);

/** A newer server may know more of them. */
export function actName(action: number): ActName | "other" {
  return (ACTS as Record<number, ActName>)[action] ?? "other";
}
