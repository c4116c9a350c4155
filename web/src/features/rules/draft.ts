/** A rule as it is written, and what the server finds wrong with it. */
import { ApiError } from "@/engine/rest/error.ts";
import type { WordRule } from "@/engine/wire.ts";
import type { RuleDraft } from "./api.ts";

export const NEW_RULE: RuleDraft = {
  name: "",
  enabled: true,
  words: [],
  patterns: [],
  mentions_max: null,
  action: "block",
  time_out_seconds: null,
  message: null,
  exempt_roles: [],
  exempt_channels: [],
};

export function draftOf({ id: _id, guild_id: _guild, creator_id: _maker, ...draft }: WordRule): RuleDraft {
  return draft;
}

/** By field: one that is a list is told what is wrong with one of its lines. */
export function fieldErrors(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(
    Object.entries(error.fields).map(([path, message]) => {
      const [field = "", line] = path.split(".");
      return [field, line === undefined ? message : `${Number(line) + 1}: ${message}`];
    }),
  );
}
