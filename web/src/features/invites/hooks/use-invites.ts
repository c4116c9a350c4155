/** The invites of a guild or channel, and taking one back. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { type InviteScope, listInvites, revokeInvite } from "../api.ts";

const KEY = ["invites"];

export function useInvites(scope: InviteScope) {
  const { rest } = useEngine();
  return useQuery({ queryKey: [...KEY, scope], queryFn: () => listInvites(rest, scope), staleTime: 0 });
}

export function useRevokeInvite() {
  const { rest } = useEngine();
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useAction({
    run: (code: string) => revokeInvite(rest, code),
    done: t("inviteList.revoked"),
    after: () => void queries.invalidateQueries({ queryKey: KEY }),
  });
}
