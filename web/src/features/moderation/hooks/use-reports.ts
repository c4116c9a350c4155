/** The reports of a guild, page by page, as they change, and what is done with one. */
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { ApiError } from "@/engine/rest/error.ts";
import type { Id, Report } from "@/engine/wire.ts";
import {
  changeReport,
  deleteReported,
  listReports,
  REPORTS_A_PAGE,
  type ReportOutcome,
  type ReportStatus,
} from "../reports-api.ts";

const keyOf = (guildId: Id) => ["reports", guildId];

/** They are read anew when one is made, or somebody else takes one. */
export function useReports(guildId: Id, status: ReportStatus | null) {
  const { rest } = useEngine();
  useReportNews(guildId);
  return useInfiniteQuery({
    queryKey: [...keyOf(guildId), status],
    queryFn: ({ pageParam }) => listReports(rest, guildId, status, pageParam),
    initialPageParam: null as Id | null,
    getNextPageParam: (page) => (page.length < REPORTS_A_PAGE ? null : (page.at(-1)?.id ?? null)),
    staleTime: 0,
  });
}

/** How many wait, as far as one page tells; null while that is unknown. */
export function useWaitingReports(guildId: Id, isAsked: boolean): number | null {
  const { rest } = useEngine();
  useReportNews(guildId);
  const { data } = useQuery({
    queryKey: [...keyOf(guildId), "count"],
    queryFn: () => listReports(rest, guildId, null, null),
    enabled: isAsked,
  });
  return data?.length ?? null;
}

function useReportNews(guildId: Id): void {
  const { listen } = useSession();
  const queries = useQueryClient();
  useEffect(
    () =>
      listen((name, data) => {
        if (name !== "X_REPORT" || (data as { guild_id: Id }).guild_id !== guildId) return;
        void queries.invalidateQueries({ queryKey: keyOf(guildId) });
      }),
    [listen, queries, guildId],
  );
}

/** What became of a report is seen on its card, so only what did not work is said. */
export function useMoveReport(report: Report) {
  const { rest } = useEngine();
  const queries = useQueryClient();
  return useAction({
    run: ({ status, outcome }: { status: ReportStatus; outcome?: ReportOutcome }) =>
      changeReport(rest, report, status, outcome).finally(() =>
        queries.invalidateQueries({ queryKey: keyOf(report.guild_id) }),
      ),
    done: null,
  });
}

/** Deletes the message, and is done with the report. One that is gone already is as good as deleted. */
export function useDeleteReported(report: Report) {
  const { rest } = useEngine();
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useAction({
    async run() {
      await deleteReported(rest, report).catch((error: unknown) => {
        if (!(error instanceof ApiError && error.status === 404)) throw error;
      });
      await changeReport(rest, report, "resolved", "deleted");
    },
    done: t("reports.messageDeleted"),
    after: () => void queries.invalidateQueries({ queryKey: keyOf(report.guild_id) }),
  });
}
