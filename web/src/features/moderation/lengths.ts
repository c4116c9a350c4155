/** For how long somebody is put in time-out, and how much of what somebody said goes with a ban. */

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

export const TIME_OUT_LENGTHS_S = {
  minute: MINUTE_S,
  fiveMinutes: 5 * MINUTE_S,
  tenMinutes: 10 * MINUTE_S,
  hour: HOUR_S,
  day: DAY_S,
  week: 7 * DAY_S,
} as const;

export const SWEEP_LENGTHS_S = {
  none: 0,
  hour: HOUR_S,
  sixHours: 6 * HOUR_S,
  twelveHours: 12 * HOUR_S,
  day: DAY_S,
  threeDays: 3 * DAY_S,
  week: 7 * DAY_S,
} as const;

export type TimeOutLength = keyof typeof TIME_OUT_LENGTHS_S;
export type SweepLength = keyof typeof SWEEP_LENGTHS_S;

/** The names, as they are offered. */
export function namesOf<T extends string>(lengths: Readonly<Record<T, number>>): T[] {
  return Object.keys(lengths) as T[];
}
