/** For how long somebody is put in time-out. */

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

export type TimeOutLength = keyof typeof TIME_OUT_LENGTHS_S;

export function timeOutLengths(): TimeOutLength[] {
  return Object.keys(TIME_OUT_LENGTHS_S) as TimeOutLength[];
}
