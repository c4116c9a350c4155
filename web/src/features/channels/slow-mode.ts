/** The pauses that are offered between two messages of one person, in seconds. */
export const SLOW_MODES_S = [0, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600] as const;

/** With one that was set by other means. */
export function slowModeChoices(current: number): number[] {
  return [...new Set<number>([...SLOW_MODES_S, current])].sort((a, b) => a - b);
}

/** The largest unit that it is a whole number of. */
export function slowModeUnit(seconds: number): { unit: "second" | "minute" | "hour"; count: number } {
  if (seconds >= 3_600 && seconds % 3_600 === 0) return { unit: "hour", count: seconds / 3_600 };
  if (seconds >= 60 && seconds % 60 === 0) return { unit: "minute", count: seconds / 60 };
  return { unit: "second", count: seconds };
}
