/** Where the bits of a QR code stand, and the patterns by which a camera finds them. */

/** Rows of modules; true is dark. */
export type Grid = boolean[][];

/** Centres of the small squares, by version. */
const ALIGNMENTS: readonly (readonly number[])[] = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
];

/** Level M has the two bits 00. */
const FORMAT_DIVISOR = 0b101_0011_0111;
const FORMAT_MASK = 0b101_0100_0001_0010;
const VERSION_DIVISOR = 0b1_1111_0010_0101;
/** Versions from this one on say which they are. */
const VERSION_TOLD_FROM = 7;

const MASKS: readonly ((row: number, column: number) => boolean)[] = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (_, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
];

export const MASK_COUNT = MASKS.length;

/** The whole grid under one of the masks. */
export function gridOf(version: number, bytes: readonly number[], mask: number): Grid {
  const size = 17 + 4 * version;
  const known = new Map<number, boolean>();
  const put = (row: number, column: number, dark: boolean) => {
    if (row >= 0 && column >= 0 && row < size && column < size) known.set(row * size + column, dark);
  };
  putPatterns(put, version, size);
  putFormat(put, mask, size);
  if (version >= VERSION_TOLD_FROM) putVersion(put, version, size);
  const isMasked = MASKS[mask];
  const grid = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => known.get(row * size + column) ?? false),
  );
  let bit = 0;
  for (const [row, column] of wayThrough(size)) {
    if (known.has(row * size + column)) continue;
    const byte = bytes[bit >> 3] ?? 0;
    const dark = ((byte >> (7 - (bit & 7))) & 1) === 1;
    const line = grid[row];
    if (line) line[column] = dark !== (isMasked?.(row, column) ?? false);
    bit++;
  }
  return grid;
}

type Put = (row: number, column: number, dark: boolean) => void;

function putPatterns(put: Put, version: number, size: number): void {
  for (let at = 8; at < size - 8; at++) {
    put(6, at, at % 2 === 0);
    put(at, 6, at % 2 === 0);
  }
  for (const [row, column] of [
    [3, 3],
    [3, size - 4],
    [size - 4, 3],
  ] as const) {
    putSquare(put, row, column, 4, (ring) => ring !== 2 && ring !== 4);
  }
  const centres = ALIGNMENTS[version - 1] ?? [];
  const last = centres.at(-1);
  for (const row of centres) {
    for (const column of centres) {
      const isAtFinder =
        (row === 6 && column === 6) || (row === 6 && column === last) || (row === last && column === 6);
      if (!isAtFinder) putSquare(put, row, column, 2, (ring) => ring !== 1);
    }
  }
  put(size - 8, 8, true);
}

/** Rings round a centre, the 0th of which is the centre. */
function putSquare(
  put: Put,
  row: number,
  column: number,
  rings: number,
  isDark: (ring: number) => boolean,
): void {
  for (let down = -rings; down <= rings; down++) {
    for (let right = -rings; right <= rings; right++) {
      put(row + down, column + right, isDark(Math.max(Math.abs(down), Math.abs(right))));
    }
  }
}

/** Which mask it is, twice: round the first finder, and beside the two others. */
function putFormat(put: Put, mask: number, size: number): void {
  const bits = ((mask << 10) | remainder(mask << 10, FORMAT_DIVISOR)) ^ FORMAT_MASK;
  for (let bit = 0; bit < 15; bit++) {
    const dark = ((bits >> bit) & 1) === 1;
    if (bit < 6) put(bit, 8, dark);
    else if (bit < 8) put(bit + 1, 8, dark);
    else if (bit === 8) put(8, 7, dark);
    else put(8, 14 - bit, dark);
    if (bit < 8) put(8, size - 1 - bit, dark);
    else put(size - 15 + bit, 8, dark);
  }
}

function putVersion(put: Put, version: number, size: number): void {
  const bits = (version << 12) | remainder(version << 12, VERSION_DIVISOR);
  for (let bit = 0; bit < 18; bit++) {
    const dark = ((bits >> bit) & 1) === 1;
    const [along, across] = [Math.floor(bit / 3), size - 11 + (bit % 3)];
    put(along, across, dark);
    put(across, along, dark);
  }
}

/** Of polynomials over two elements. */
function remainder(value: number, divisor: number): number {
  const degree = 31 - Math.clz32(divisor);
  let rest = value;
  while (rest >> degree !== 0) rest ^= divisor << (31 - Math.clz32(rest) - degree);
  return rest;
}

/** Two columns at a time from the right, up and down in turns, without the column of the timing. */
function* wayThrough(size: number): Generator<[row: number, column: number]> {
  let isUp = true;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      const row = isUp ? size - 1 - step : step;
      yield [row, right];
      yield [row, right - 1];
    }
    isUp = !isUp;
  }
}
