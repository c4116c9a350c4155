/** From a text to the bytes of a QR code, with correction of level M: some 15 % of them may be unreadable. */
import { correctionOf } from "./correction.ts";

/** The blocks of each version from 1 on: correction bytes of a block, and the data bytes of each. */
const BLOCKS: readonly { correction: number; data: readonly number[] }[] = [
  { correction: 10, data: [16] },
  { correction: 16, data: [28] },
  { correction: 26, data: [44] },
  { correction: 18, data: [32, 32] },
  { correction: 24, data: [43, 43] },
  { correction: 16, data: [27, 27, 27, 27] },
  { correction: 18, data: [31, 31, 31, 31] },
  { correction: 22, data: [38, 38, 39, 39] },
  { correction: 22, data: [36, 36, 36, 37, 37] },
];

/** Before the text stand 4 bits of mode and, up to version 9, 8 of length. */
const HEAD_BITS = 12;
const BYTES_MODE = 0b0100;
const PADDING = [0xec, 0x11];

export interface Codewords {
  version: number;
  bytes: number[];
}

/** The smallest version that the text fits into; null when it has more than 180 bytes. */
export function codewordsOf(text: string): Codewords | null {
  const content = [...new TextEncoder().encode(text)];
  const needed = Math.ceil((content.length * 8 + HEAD_BITS) / 8);
  const at = BLOCKS.findIndex(({ data }) => sum(data) >= needed);
  const blocks = BLOCKS[at];
  if (!blocks) return null;
  const data = dataBytes(content, sum(blocks.data));
  return { version: at + 1, bytes: interleaved(data, blocks) };
}

function dataBytes(content: readonly number[], size: number): number[] {
  // The head takes one byte and a half, so every byte stands across two.
  const halves = [BYTES_MODE, content.length >> 4, content.length & 15];
  for (const byte of content) halves.push(byte >> 4, byte & 15);
  halves.push(0);
  const bytes: number[] = [];
  for (let at = 0; at + 1 < halves.length && bytes.length < size; at += 2) {
    bytes.push(((halves[at] ?? 0) << 4) | (halves[at + 1] ?? 0));
  }
  const filled = bytes.length;
  while (bytes.length < size) bytes.push(PADDING[(bytes.length - filled) % 2] ?? 0);
  return bytes;
}

/** The first byte of each block, then the second of each, and so on; then the same of the corrections. */
function interleaved(data: readonly number[], blocks: (typeof BLOCKS)[0]): number[] {
  let from = 0;
  const parts = blocks.data.map((length) => {
    from += length;
    return data.slice(from - length, from);
  });
  const corrections = parts.map((part) => correctionOf(part, blocks.correction));
  return [...woven(parts), ...woven(corrections)];
}

function woven(parts: readonly number[][]): number[] {
  const longest = Math.max(...parts.map((part) => part.length));
  const rows = Array.from({ length: longest }, (_, at) => parts.flatMap((part) => part.slice(at, at + 1)));
  return rows.flat();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
