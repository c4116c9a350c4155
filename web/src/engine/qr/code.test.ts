import fc from "fast-check";
import { expect, test } from "vitest";
import { qrCode } from "./code.ts";
import { correctionOf } from "./correction.ts";

/** As cameras read it. */
const CONFAB = [
  "#######.##.#..#######",
  "#.....#.#.....#.....#",
  "#.###.#.#..##.#.###.#",
  "#.###.#...##..#.###.#",
  "#.###.#.#...#.#.###.#",
  "#.....#..####.#.....#",
  "#######.#.#.#.#######",
  "...........##........",
  "#..######.#.##..#.###",
  ".###.#..#.#.#.#.##...",
  ".....##.###..##.#..##",
  "..#..#.#####......###",
  "#######..##...#..#.##",
  "........#.###....#.#.",
  "#######.##..#####....",
  "#.....#.######...##..",
  "#.###.#.#.###.##.#.##",
  "#.###.#.#.###.....#..",
  "#.###.#..#....#.##.##",
  "#.....#...#..###.####",
  "#######.##.#...##....",
];

test("the correction bytes are those of the worked example that everybody has", () => {
  const data = [32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17];
  expect(correctionOf(data, 10)).toEqual([196, 35, 39, 119, 235, 215, 231, 226, 93, 23]);
});

test("a text is drawn as it was when cameras read it", () => {
  expect(qrCode("confab")?.map((row) => row.map((dark) => (dark ? "#" : ".")).join(""))).toEqual(CONFAB);
});

test("a longer text takes a larger square, and one that is too long takes none", () => {
  const sizeOf = (bytes: number) => qrCode("x".repeat(bytes))?.length;
  expect([14, 15, 26, 42, 62, 84, 106, 122, 152, 180].map(sizeOf)).toEqual([
    21, 25, 25, 29, 33, 37, 41, 45, 49, 53,
  ]);
  expect(qrCode("x".repeat(181))).toBeNull();
  // Bytes, not characters.
  expect(qrCode("é".repeat(91))).toBeNull();
});

test("the two notes of the mask are the same, and three corners are found", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 60 }), (text) => {
      const grid = qrCode(text) ?? [];
      const size = grid.length;
      const at = (row: number, column: number) => grid[row]?.[column];
      const first = [0, 1, 2, 3, 4, 5, 7, 8].map((row) => at(row, 8));
      const second = Array.from({ length: 8 }, (_, bit) => at(8, size - 1 - bit));
      expect(first).toEqual(second);
      for (const [row, column] of [
        [0, 0],
        [0, size - 7],
        [size - 7, 0],
      ] as const) {
        const edge = Array.from({ length: 7 }, (_, along) => at(row, column + along));
        expect(edge).toEqual(Array(7).fill(true));
        expect(at(row + 1, column + 1)).toBe(false);
        expect(at(row + 3, column + 3)).toBe(true);
      }
    }),
  );
});
