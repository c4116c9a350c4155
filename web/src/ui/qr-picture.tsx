/** A QR code. It is dark on white in every theme, since cameras expect that, with the quiet around it. */

/** Modules around it. */
const QUIET = 4;

interface QrPictureProps {
  /** Rows of modules; true is dark. */
  grid: readonly (readonly boolean[])[];
  label: string;
}

export function QrPicture({ grid, label }: QrPictureProps) {
  const size = grid.length + 2 * QUIET;
  const path = grid.flatMap((row, down) =>
    row.map((dark, right) => (dark ? `M${right + QUIET} ${down + QUIET}h1v1h-1z` : "")),
  );
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-48 rounded-medium"
    >
      <rect width={size} height={size} fill="white" />
      <path d={path.join("")} fill="black" />
    </svg>
  );
}
