/** A text as a QR code (ISO/IEC 18004): bytes, level M, versions 1 to 9. */
import { codewordsOf } from "./codewords.ts";
import { type Grid, gridOf, MASK_COUNT } from "./grid.ts";
import { penaltyOf } from "./penalty.ts";

/** Null when the text has more than 180 bytes. */
export function qrCode(text: string): Grid | null {
  const codewords = codewordsOf(text);
  if (!codewords) return null;
  const grids = Array.from({ length: MASK_COUNT }, (_, mask) =>
    gridOf(codewords.version, codewords.bytes, mask),
  );
  const [best] = grids
    .map((grid) => ({ grid, penalty: penaltyOf(grid) }))
    .sort((a, b) => a.penalty - b.penalty);
  return best?.grid ?? null;
}
