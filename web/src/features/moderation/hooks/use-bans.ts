/** The bans of a guild, page by page, and taking one back. */
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import type { Id } from "@/engine/wire.ts";
import { BANS_A_PAGE, listBans, unban } from "../api.ts";

const CHANGES: ReadonlySet<string> = new Set(["GUILD_BAN_ADD", "GUILD_BAN_REMOVE"]);

const keyOf = (guildId: Id) => ["bans", guildId];

/** It is read anew when somebody else bans or unbans. */
export function useBans(guildId: Id) {
  const { rest } = useEngine();
  const { listen } = useSession();
  const queries = useQueryClient();
  useEffect(
    () =>
      listen((name, data) => {
        if (!CHANGES.has(name) || (data as { guild_id: Id }).guild_id !== guildId) return;
        void queries.invalidateQueries({ queryKey: keyOf(guildId) });
      }),
    [listen, queries, guildId],
  );
  return useInfiniteQuery({
    queryKey: keyOf(guildId),
    queryFn: ({ pageParam }) => listBans(rest, guildId, pageParam),
    initialPageParam: null as Id | null,
    getNextPageParam: (page) => (page.length < BANS_A_PAGE ? null : (page.at(-1)?.user.id ?? null)),
    staleTime: 0,
  });
}

export function useUnban(guildId: Id, name: string) {
  const { rest } = useEngine();
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useAction({
    run: (userId: Id) => unban(rest, guildId, userId),
    done: t("bans.unbanned", { name }),
    after: () => void queries.invalidateQueries({ queryKey: keyOf(guildId) }),
  });
}
