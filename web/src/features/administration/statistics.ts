/** What was measured of the server: asked for, and brought into the form of lines and tables. */
import type { RestClient } from "@/engine/rest/client.ts";

export const RANGES = ["hour", "day", "week", "month"] as const;
export type Range = (typeof RANGES)[number];

/** What the server keeps. A newer one may have more. */
export type SeriesName =
  | "sessions"
  | "messages"
  | "deliveries"
  | "delivery_p50"
  | "delivery_p99"
  | "commit_p50"
  | "commit_p99"
  | "actor_restarts"
  | "channel_waiting"
  | "outbox_waiting"
  | "disk_free"
  | "memory"
  | "errors";

export interface Statistics {
  /** How long each point stands for. */
  span_seconds: number;
  /** When each point begins, in seconds since 1970; points in which the server did not run are missing. */
  at: number[];
  series: { name: string; mean: (number | null)[]; max: (number | null)[] }[];
}

export function readStatistics(rest: RestClient, range: Range): Promise<Statistics> {
  return rest.request("GET", "/api/x/admin/stats", { query: { range } });
}

export type Unit = "count" | "perMinute" | "ms" | "bytes";

/** A plot, and what is drawn in it: what lies in between counts, or the worst of it. */
export interface Chart {
  name: "sessions" | "traffic" | "delivery" | "commit" | "waiting" | "faults" | "memory" | "disk";
  unit: Unit;
  lines: readonly { series: SeriesName; of: "mean" | "max" }[];
}

export const CHARTS: readonly Chart[] = [
  { name: "sessions", unit: "count", lines: [{ series: "sessions", of: "mean" }] },
  {
    name: "traffic",
    unit: "perMinute",
    lines: [
      { series: "messages", of: "mean" },
      { series: "deliveries", of: "mean" },
    ],
  },
  {
    name: "delivery",
    unit: "ms",
    lines: [
      { series: "delivery_p50", of: "mean" },
      { series: "delivery_p99", of: "max" },
    ],
  },
  {
    name: "commit",
    unit: "ms",
    lines: [
      { series: "commit_p50", of: "mean" },
      { series: "commit_p99", of: "max" },
    ],
  },
  {
    name: "waiting",
    unit: "count",
    lines: [
      { series: "channel_waiting", of: "max" },
      { series: "outbox_waiting", of: "max" },
    ],
  },
  {
    name: "faults",
    unit: "perMinute",
    lines: [
      { series: "errors", of: "mean" },
      { series: "actor_restarts", of: "mean" },
    ],
  },
  { name: "memory", unit: "bytes", lines: [{ series: "memory", of: "max" }] },
  { name: "disk", unit: "bytes", lines: [{ series: "disk_free", of: "mean" }] },
];

/** Times in seconds, and one row of values a line; null where nothing was measured. */
export interface Plotted {
  at: number[];
  lines: (number | null)[][];
}

export function linesOf(statistics: Statistics, chart: Chart): Plotted {
  const lines = chart.lines.map(({ series, of }) => {
    const found = statistics.series.find(({ name }) => name === series);
    return statistics.at.map((_, index) => found?.[of][index] ?? null);
  });
  return { at: statistics.at, lines };
}

/** With a point of nothing wherever the server did not run, so that no line bridges that. */
export function withGaps({ at, lines }: Plotted, spanS: number): Plotted {
  const gapped: Plotted = { at: [], lines: lines.map(() => []) };
  at.forEach((time, index) => {
    const former = at[index - 1];
    if (former !== undefined && time - former > spanS) {
      gapped.at.push(former + spanS);
      for (const line of gapped.lines) line.push(null);
    }
    gapped.at.push(time);
    gapped.lines.forEach((line, which) => {
      line.push(lines[which]?.[index] ?? null);
    });
  });
  return gapped;
}
