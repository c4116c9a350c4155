/** Times as the reader's own locale writes them. */

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const DAY_OF_YEAR = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

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

export function dayOfYear(timeMs: number): string {
  return DAY_OF_YEAR.format(timeMs);
}
