/** Times as the reader's own locale writes them. */

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const DAY_OF_YEAR = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

const STYLED = {
  t: CLOCK,
  T: new Intl.DateTimeFormat(undefined, { timeStyle: "medium" }),
  d: new Intl.DateTimeFormat(undefined, { dateStyle: "short" }),
  D: new Intl.DateTimeFormat(undefined, { dateStyle: "long" }),
  f: new Intl.DateTimeFormat(undefined, { dateStyle: "long", timeStyle: "short" }),
  F: FULL,
};
const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
/** Each unit, and how long it is. */
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 31_557_600_000],
  ["month", 2_629_800_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

export function clockTime(timeMs: number): string {
  return CLOCK.format(timeMs);
}

/** The year only where it is not this one. */
export function dayName(timeMs: number): string {
  const isThisYear = new Date(timeMs).getFullYear() === new Date().getFullYear();
  return (isThisYear ? DAY : DAY_OF_YEAR).format(timeMs);
}

export function fullTime(timeMs: number): string {
  return FULL.format(timeMs);
}
export function momentName(timeMs: number): string {
  return MOMENT.format(timeMs);
}

/** As `1:02:05` or `4:09`. */
export function timeLeft(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (part: number) => String(part).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

export function dayOfYear(timeMs: number): string {
  return DAY_OF_YEAR.format(timeMs);
}

/** As `3 minutes` or `1 hour 5 minutes`: the two largest units at most. */
export function durationName(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  const parts: [string, number][] =
    seconds < 60
      ? [["second", seconds]]
      : [
          ["hour", Math.floor(seconds / 3_600)],
          ["minute", Math.floor(seconds / 60) % 60],
        ];
  const shown = parts.filter(([, count]) => count > 0 || parts.length === 1);
  const words = shown.map(([unit, count]) =>
    new Intl.NumberFormat(undefined, { style: "unit", unit, unitDisplay: "long" }).format(count),
  );
  return words.join(" ");
}

/** By the letters that messages use: `R` is how long ago, or how soon. */
export function styledTime(timeMs: number, style: keyof typeof STYLED | "R"): string {
  if (style !== "R") return STYLED[style].format(timeMs);
  const betweenMs = timeMs - Date.now();
  const [unit, unitMs] = UNITS.find(([, ms]) => Math.abs(betweenMs) >= ms) ?? ["second" as const, 1_000];
  return RELATIVE.format(Math.round(betweenMs / unitMs), unit);
}
