/** How high a row is likely to be, until it is there and measured. */
import type { Row } from "@/engine/timeline/rows.ts";

export function estimatePx(row: Row | undefined): number {
  switch (row?.kind) {
    case "beginning":
      return 132;
    case "day":
    case "new":
    case "skipped":
      return 42;
    case "message":
    case "pending":
      return row.first ? 64 : 28;
    case undefined:
      return 28;
    default:
      return row satisfies never;
  }
}
