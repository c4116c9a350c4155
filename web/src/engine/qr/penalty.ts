/** How hard a grid is to read for a camera, by the four rules of ISO/IEC 18004. */
import type { Grid } from "./grid.ts";

const RUN = 3;
const BLOCK = 3;
const LIKE_A_FINDER = 40;
const UNEVEN = 10;

/** What a finder looks like from the side, with the quiet before or behind it. */
const FINDERS = ["10111010000", "00001011101"];

export function penaltyOf(grid: Grid): number {
  const rows = grid.map((row) => row.map((dark) => (dark ? "1" : "0")).join(""));
  const columns = grid.map((_, at) => rows.map((row) => row[at]).join(""));
  return (
    [...rows, ...columns].reduce((sum, line) => sum + linePenalty(line), 0) + blocks(rows) + balance(rows)
  );
}

function linePenalty(line: string): number {
  let penalty = 0;
  for (const run of line.match(/(.)\1{4,}/g) ?? []) penalty += RUN + run.length - 5;
  for (const finder of FINDERS) {
    for (let at = line.indexOf(finder); at >= 0; at = line.indexOf(finder, at + 1)) penalty += LIKE_A_FINDER;
  }
  return penalty;
}

/** Squares of two by two in one colour. */
function blocks(rows: readonly string[]): number {
  let penalty = 0;
  rows.slice(1).forEach((row, above) => {
    for (let at = 1; at < row.length; at++) {
      const four = `${rows[above]?.slice(at - 1, at + 1)}${row.slice(at - 1, at + 1)}`;
      if (four === "0000" || four === "1111") penalty += BLOCK;
    }
  });
  return penalty;
}

/** Every five per cent away from as much dark as light. */
function balance(rows: readonly string[]): number {
  const all = rows.join("");
  const dark = all.split("1").length - 1;
  return Math.floor(Math.abs((dark * 100) / all.length - 50) / 5) * UNEVEN;
}
