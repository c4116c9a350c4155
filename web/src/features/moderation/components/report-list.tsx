/** What was reported of a guild: what waits, and what was done with. */
import { Flag } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { Button } from "@/ui/button.tsx";
import { SelectField } from "@/ui/select-field.tsx";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";
import { useKeptPlace } from "@/ui/use-kept-place.ts";
import { useReports } from "../hooks/use-reports.ts";
import type { ReportStatus } from "../reports-api.ts";
import { ReportCard } from "./report-card.tsx";

const FILTERS = ["waiting", "open", "claimed", "resolved"] as const;
type Filter = (typeof FILTERS)[number];

export function ReportList({ guild }: { guild: GuildState }) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<Filter>("waiting");
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="max-w-xs">
        <SelectField
          label={t("reports.show")}
          choices={FILTERS.map((value) => ({ value, label: t(`reports.filters.${value}`) }))}
          value={filter}
          onChange={({ target }) => setFilter(target.value as Filter)}
        />
      </div>
      <Pages key={filter} guild={guild} status={filter === "waiting" ? null : filter} />
    </div>
  );
}

function Pages({ guild, status }: { guild: GuildState; status: ReportStatus | null }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const pages = useReports(guild.id, status);
  const place = useKeptPlace<HTMLDivElement>();
  if (pages.isPending) return <LineSkeletons label={t("common.loading")} count={4} />;
  if (!pages.data) {
    return (
      <StatePanel urgent isPart title={t("reports.failed")}>
        <p>{errorText(pages.error)}</p>
        <Button onClick={() => void pages.refetch()}>{t("common.tryAgain")}</Button>
      </StatePanel>
    );
  }
  const reports = pages.data.pages.flat();
  return (
    <div ref={place} tabIndex={-1} className="grid grid-cols-1 gap-3 outline-none">
      {reports.length === 0 ? (
        <StatePanel isPart icon={<Flag size={32} aria-hidden />} title={t("reports.empty")}>
          <p>{t("reports.emptyHint")}</p>
        </StatePanel>
      ) : (
        <ul aria-label={t("reports.title")} className="grid grid-cols-1 gap-3">
          {reports.map((report) => (
            <ReportCard key={report.id} guild={guild} report={report} />
          ))}
        </ul>
      )}
      {pages.hasNextPage && (
        <Button
          look="quiet"
          busy={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
          className="justify-self-start"
        >
          {t("reports.more")}
        </Button>
      )}
      {pages.isFetchNextPageError && <p role="alert">{errorText(pages.error)}</p>}
    </div>
  );
}
