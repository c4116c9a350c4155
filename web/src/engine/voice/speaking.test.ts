import { expect, test } from "vitest";
import { hear, levelDb, quiet, SILENT_DB } from "./speaking.ts";

/** Whether somebody speaks after each of these, 50 ms apart, with a threshold of −50 dB. */
function speaks(...levels: number[]): boolean[] {
  let speech = quiet(0);
  return levels.map((level, at) => {
    speech = hear(speech, level, -50, (at + 1) * 50);
    return speech.isSpeaking;
  });
}

test("sp1 it begins at the threshold", () => {
  expect(speaks(-60, -51, -50, -40)).toEqual([false, false, true, true]);
});

test("sp1 a pause between words is no end, a longer one is", () => {
  const pause = Array.from({ length: 8 }, () => -80);
  expect(speaks(-40, ...pause)).toEqual([true, true, true, true, true, true, true, true, false]);
});

test("sp1 what is a little below the threshold keeps it open, and does not open it", () => {
  const faint = Array.from({ length: 20 }, () => -55);
  expect(speaks(-40, ...faint).at(-1)).toBe(true);
  expect(speaks(...faint).at(-1)).toBe(false);
});

test("sp2 where nobody measures for long, that is said", () => {
  const speech = hear(quiet(0), -80, -50, 1_000);
  expect([speech.isStarved, speech.isSpeaking]).toEqual([true, false]);
  expect(hear(speech, -80, -50, 1_050).isStarved).toBe(false);
});

test("loudness is counted from the loudest there is", () => {
  expect(levelDb(new Float32Array([1, -1]))).toBeCloseTo(0);
  expect(levelDb(new Float32Array([0.1, -0.1]))).toBeCloseTo(-20);
  expect(levelDb(new Float32Array(8))).toBe(SILENT_DB);
  expect(levelDb(new Float32Array(0))).toBe(SILENT_DB);
  expect(levelDb(new Float32Array([1e-9]))).toBe(SILENT_DB);
});
