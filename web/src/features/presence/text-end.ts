/** When a text beside a name ends by itself. */
/** `kept`: as it was chosen before. */
export const ENDS = ["kept", "halfHour", "hour", "fourHours", "day", "never"] as const;

export type End = (typeof ENDS)[number];

const MINUTES: Partial<Record<End, number>> = { halfHour: 30, hour: 60, fourHours: 240 };

/** `day`: at midnight, where the reader is. Null: not by itself. `keptMs`: when it ends already. */
export function endOf(end: End, now: Date, keptMs: number | null = null): Date | null {
  if (end === "kept") return keptMs === null ? null : new Date(keptMs);
  const minutes = MINUTES[end];
  if (minutes !== undefined) return new Date(now.getTime() + minutes * 60_000);
  if (end === "never") return null;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
}
