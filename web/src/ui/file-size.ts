/** How large a file is, in the units that people know. */

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
const STEP = 1_000;

export function fileSize(bytes: number): string {
  const exponent = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const unit = UNITS[exponent] ?? "byte";
  const format = {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: exponent > 1 ? 1 : 0,
  } as const;
  return new Intl.NumberFormat(undefined, format).format(bytes / STEP ** exponent);
}
