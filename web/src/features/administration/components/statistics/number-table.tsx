/** The numbers of a plot, the newest first. */
import { useTranslation } from "react-i18next";
import { momentName } from "@/ui/time.ts";
import type { Plotted } from "../../statistics.ts";

interface NumberTableProps {
  /** The id of what names it. */
  label: string;
  names: readonly string[];
  plotted: Plotted;
  write(value: number): string;
}

export function NumberTable({ label, names, plotted, write }: NumberTableProps) {
  const { t } = useTranslation();
  const rows = plotted.at.map((at, index) => ({
    at,
    values: plotted.lines.map((line) => line[index] ?? null),
  }));
  return (
    <section
      aria-labelledby={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keyboard too
      tabIndex={0}
      className="mt-2 max-h-80 overflow-auto"
    >
      <table aria-labelledby={label} className="w-full text-small tabular-nums">
        <thead>
          <tr className="text-left text-ink-2">
            <th scope="col" className="py-1 pr-3 font-semibold">
              {t("statistics.time")}
            </th>
            {names.map((name) => (
              <th key={name} scope="col" className="py-1 pr-3 font-semibold">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.reverse().map(({ at, values }) => (
            <tr key={at} className="border-t border-line">
              <th scope="row" className="py-1 pr-3 text-left font-normal whitespace-nowrap">
                {momentName(at * 1_000)}
              </th>
              {values.map((value, index) => (
                <td key={names[index]} className="py-1 pr-3">
                  {value === null ? "–" : write(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
