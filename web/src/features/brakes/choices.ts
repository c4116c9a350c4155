/** What can be chosen of a brake. */

/** Those that a person thinks in. */
export const AGES_S = [0, 600, 3_600, 86_400, 604_800, 2_592_000];
export const JOINS = [0, 1, 3, 10, 30, 100];

/** With the one that is set, which may be none of them. */
export function choicesWith(usual: readonly number[], kept: number): number[] {
  return usual.includes(kept) ? [...usual] : [...usual, kept].sort((a, b) => a - b);
}

/** The largest unit of which it is a whole number. */
export function inUnits(seconds: number): { unit: "seconds" | "minutes" | "hours" | "days"; count: number } {
  if (seconds % 86_400 === 0) return { unit: "days", count: seconds / 86_400 };
  if (seconds % 3_600 === 0) return { unit: "hours", count: seconds / 3_600 };
  if (seconds % 60 === 0) return { unit: "minutes", count: seconds / 60 };
  return { unit: "seconds", count: seconds };
}
