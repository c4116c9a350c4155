/** How a measured number is written. */
import { fileSize } from "@/ui/file-size.ts";
import type { Unit } from "./statistics.ts";

const FEW = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 });
const MANY = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });
const MS = new Intl.NumberFormat(undefined, {
  style: "unit",
  unit: "millisecond",
  unitDisplay: "short",
  maximumSignificantDigits: 3,
});

export function amount(value: number, unit: Unit): string {
  switch (unit) {
    case "bytes":
      return fileSize(value);
    case "ms":
      return MS.format(value);
    case "count":
    case "perMinute":
      return (value < 1_000 ? FEW : MANY).format(value);
    default:
      return unit satisfies never;
  }
}
