/** The audit log of a guild: who changed what, filtered by person and kind, and as a file. */
import { Download, ScrollText } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { Button } from "@/ui/button.tsx";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";
import type { AuditFilter } from "../api.ts";
import { useAuditExport, useAuditLog } from "../hooks/use-audit-log.ts";
import { namesOf } from "../told.ts";
import { AuditFilters } from "./audit-filters.tsx";
import { AuditRow } from "./audit-row.tsx";

export function AuditLogPage({ guild }: { guild: GuildState }) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<AuditFilter>({});
  const file = useAuditExport(guild.id, filter);
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <AuditFilters guild={guild} filter={filter} onChange={setFilter} />
        <Button look="quiet" busy={file.read !== null} onClick={file.start} className="h-11">
          <Download size={16} aria-hidden />
          {file.read === null ? t("audit.export") : t("audit.exporting", { count: file.read })}
        </Button>
      </div>
      <Entries guild={guild} filter={filter} />
    </>
  );
}

function Entries({ guild, filter }: { guild: GuildState; filter: AuditFilter }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const log = useAuditLog(guild.id, filter);
  if (log.isPending) return <LineSkeletons label={t("common.loading")} count={6} />;
  if (log.isError && log.data === undefined) {
    return (
      <StatePanel urgent isPart title={t("audit.failed")}>
        <p>{errorText(log.error)}</p>
        <Button onClick={() => void log.refetch()}>{t("common.tryAgain")}</Button>
      </StatePanel>
    );
  }
  const entries = log.data.pages.flatMap((page) => page.audit_log_entries);
  if (entries.length === 0) {
    const isFiltered = filter.userId !== undefined || filter.action !== undefined;
    return (
      <StatePanel
        isPart
        icon={<ScrollText size={32} aria-hidden />}
        title={t(isFiltered ? "audit.none" : "audit.empty")}
      >
        <p>{t(isFiltered ? "audit.noneHint" : "audit.emptyHint")}</p>
      </StatePanel>
    );
  }
  const names = namesOf(guild, log.data.pages);
  return (
    <>
      <ol aria-label={t("audit.title")} className="grid gap-2">
        {entries.map((entry) => (
          <AuditRow key={entry.id} entry={entry} names={names} />
        ))}
      </ol>
      {log.isFetchNextPageError && (
        <p role="alert" className="text-small text-bad">
          {errorText(log.error)}
        </p>
      )}
      {log.hasNextPage && (
        <Button
          look="quiet"
          busy={log.isFetchingNextPage}
          onClick={() => void log.fetchNextPage()}
          className="justify-self-start"
        >
          {t("audit.more")}
        </Button>
      )}
    </>
  );
}
