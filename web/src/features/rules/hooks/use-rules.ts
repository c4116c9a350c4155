/** The rules of a guild, and what is done with them. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { useAction } from "@/binding/use-action.ts";
import type { Id, WordRule } from "@/engine/wire.ts";
import { deleteRule, keepRule, listRules, type RuleDraft, tryRule } from "../api.ts";

const keyOf = (guildId: Id) => ["word-rules", guildId];

export function useRules(guildId: Id) {
  const { rest } = useEngine();
  return useQuery({ queryKey: keyOf(guildId), queryFn: () => listRules(rest, guildId), staleTime: 0 });
}

/** `id`: which one is changed; null makes one. */
export function useKeepRule(guildId: Id, id: Id | null, onKept: () => void) {
  const { rest } = useEngine();
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (draft: RuleDraft) => keepRule(rest, guildId, id, draft),
    onSuccess() {
      showToast({ tone: "good", text: t("settings.saved") });
      void queries.invalidateQueries({ queryKey: keyOf(guildId) });
      onKept();
    },
  });
}

export function useSwitchRule(guildId: Id, { id }: WordRule) {
  const { rest } = useEngine();
  const queries = useQueryClient();
  return useAction({
    run: (enabled: boolean) => keepRule(rest, guildId, id, { enabled }),
    done: null,
    after: () => void queries.invalidateQueries({ queryKey: keyOf(guildId) }),
  });
}

export function useDeleteRule(guildId: Id, { id, name }: WordRule) {
  const { rest } = useEngine();
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useAction({
    run: () => deleteRule(rest, guildId, id),
    done: t("rules.deleted", { name }),
    after: () => void queries.invalidateQueries({ queryKey: keyOf(guildId) }),
  });
}

export function useTryRule(guildId: Id) {
  const { rest } = useEngine();
  return useMutation({
    mutationFn: ({ draft, text }: { draft: RuleDraft; text: string }) => tryRule(rest, guildId, draft, text),
  });
}
