/** A text as a QR code. It is dark on white in every theme, since cameras expect that, with the quiet around it. */
import { useMemo } from "react";
import { encode } from "uqr";

/** Modules around it. */
const QUIET = 4;

interface QrPictureProps {
  /** At most some 2,300 bytes. */
  text: string;
  label: string;
}

export function QrPicture({ text, label }: QrPictureProps) {
  const { data, size } = useMemo(() => encode(text, { ecc: "M", border: QUIET }), [text]);
  const path = data.flatMap((row, down) =>
    row.map((dark, right) => (dark ? `M${right} ${down}h1v1h-1z` : "")),
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
