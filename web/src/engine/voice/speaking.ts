/**
 * Whether somebody speaks, from how loud their microphone is.
 *
 * - SP1  It begins at the threshold, and ends only when it was quieter than a little below it for a while: a
 *        pause between words is no end.
 * - SP2  Where nobody measures, as in a page that nobody looks at, the microphone stays open: rather noise
 *        than a voice that is cut.
 */

/** Silence between two words is shorter. */
const HOLD_MS = 350;
const MARGIN_DB = 6;
/** Measured some twenty times a second; a browser that saves power does it once a second. */
const STARVED_MS = 500;
/** As quiet as it is counted. */
export const SILENT_DB = -100;

export interface Speech {
  readonly isSpeaking: boolean;
  readonly isStarved: boolean;
  readonly loudAtMs: number;
  readonly measuredAtMs: number;
}

export function quiet(nowMs: number): Speech {
  return { isSpeaking: false, isStarved: false, loudAtMs: Number.NEGATIVE_INFINITY, measuredAtMs: nowMs };
}

export function hear(before: Speech, levelDb: number, thresholdDb: number, nowMs: number): Speech {
  const limitDb = before.isSpeaking ? thresholdDb - MARGIN_DB : thresholdDb;
  const loudAtMs = levelDb >= limitDb ? nowMs : before.loudAtMs;
  return {
    isSpeaking: nowMs - loudAtMs <= HOLD_MS,
    isStarved: nowMs - before.measuredAtMs > STARVED_MS,
    loudAtMs,
    measuredAtMs: nowMs,
  };
}

/** How loud samples are, in decibels below the loudest there is. */
export function levelDb(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  if (sum === 0 || samples.length === 0) return SILENT_DB;
  return Math.max(SILENT_DB, 10 * Math.log10(sum / samples.length));
}
