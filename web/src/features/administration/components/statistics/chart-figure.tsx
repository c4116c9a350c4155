/** One plot with its lines named below it, and the same numbers as a table for whoever asks for it. */
import { useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Plot } from "@/ui/plot.tsx";
import { amount } from "../../amount.ts";
import { type Chart, linesOf, type Statistics, withGaps } from "../../statistics.ts";
import { NumberTable } from "./number-table.tsx";

/** In the order of the lines; the second one is dashed as well, so that it takes no eye for colours. */
const COLORS = ["text-accent-text", "text-link"] as const;

interface ChartFigureProps {
  chart: Chart;
  statistics: Statistics;
}

export function ChartFigure({ chart, statistics }: ChartFigureProps) {
  const { t } = useTranslation();
  const title = useId();
  const [isOpen, setIsOpen] = useState(false);
  const plotted = useMemo(() => linesOf(statistics, chart), [statistics, chart]);
  const drawn = useMemo(() => withGaps(plotted, statistics.span_seconds), [plotted, statistics]);
  const write = useMemo(() => (value: number) => amount(value, chart.unit), [chart]);
  const names = chart.lines.map(({ series }) => t(`statistics.series.${series}`));
  return (
    <figure aria-labelledby={title} className="min-w-0 rounded-medium border border-line p-4">
      <figcaption id={title} className="font-semibold">
        {t(`statistics.charts.${chart.name}`)}
      </figcaption>
      <Plot at={drawn.at} lines={drawn.lines} colors={COLORS} write={write} />
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-small">
        {chart.lines.map(({ series }, index) => (
          <li key={series} className="flex items-center gap-2">
            <span
              aria-hidden
              className={`w-5 border-t-2 border-current ${COLORS[index]} ${index > 0 ? "border-dashed" : ""}`}
            />
            <span className="text-ink-2">
              {names[index]}: <b className="font-semibold text-ink">{newest(plotted.lines[index], write)}</b>
            </span>
          </li>
        ))}
      </ul>
      <details className="mt-2" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary className="cursor-pointer text-small text-ink-2">{t("statistics.asTable")}</summary>
        {isOpen && <NumberTable label={title} names={names} plotted={plotted} write={write} />}
      </details>
    </figure>
  );
}

/** The last number that was measured. */
function newest(line: readonly (number | null)[] = [], write: (value: number) => string): string {
  const last = line.findLast((value) => value !== null);
  return typeof last === "number" ? write(last) : "–";
}
