/** How the server did over the last hour, day, week or month. */
import { ChartLine } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/binding/use-error-text.ts";
import { Button } from "@/ui/button.tsx";
import { ChoiceRow } from "@/ui/choice-row.tsx";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";
import { useStatistics } from "../../hooks/use-statistics.ts";
import { CHARTS, RANGES, type Range } from "../../statistics.ts";
import { ChartFigure } from "./chart-figure.tsx";

export function StatisticsPage() {
  const { t } = useTranslation();
  const [range, setRange] = useState<Range>("hour");
  return (
    <div className="grid grid-cols-1 gap-4">
      <ChoiceRow
        label={t("statistics.range")}
        value={range}
        choices={RANGES.map((value) => ({ value, label: t(`statistics.ranges.${value}`) }))}
        onChange={(value: Range) => setRange(value)}
      />
      <Charts range={range} />
    </div>
  );
}

function Charts({ range }: { range: Range }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const statistics = useStatistics(range);
  if (statistics.isPending) return <LineSkeletons label={t("common.loading")} count={6} />;
  if (!statistics.data) {
    return (
      <StatePanel urgent isPart title={t("statistics.failed")}>
        <p>{errorText(statistics.error)}</p>
        <Button onClick={() => void statistics.refetch()}>{t("common.tryAgain")}</Button>
      </StatePanel>
    );
  }
  if (statistics.data.at.length === 0) {
    return (
      <StatePanel isPart icon={<ChartLine size={32} aria-hidden />} title={t("statistics.empty")}>
        <p>{t("statistics.emptyHint")}</p>
      </StatePanel>
    );
  }
  const { data } = statistics;
  return (
    <>
      {statistics.isError && (
        <p role="alert" className="text-small text-bad">
          {errorText(statistics.error)}
        </p>
      )}
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
        {CHARTS.map((chart) => (
          <ChartFigure key={chart.name} chart={chart} statistics={data} />
        ))}
      </div>
    </>
  );
}
