/** What one hears of people who come and go. */
import { playNote } from "../note.ts";
import type { Id } from "../wire.ts";
import type { Tone } from "./media.ts";

/** Somebody else was in one channel, and is in another one now; `here` is where one is oneself. */
export function toneFor(before: Id | null, after: Id | null, here: Id | null): Tone | false {
  if (here === null || before === after) return false;
  if (after === here) return "joined";
  return before === here && "left";
}

/** In hertz, one after the other: upwards for whoever comes. */
const STEPS: Record<Tone, readonly number[]> = { joined: [523.25, 783.99], left: [783.99, 523.25] };
/** Below voices. */
const VOLUME = 0.06;
const STEP_S = 0.09;
const FADE_S = 0.2;

export function playTone(audio: AudioContext, tone: Tone): void {
  STEPS[tone].forEach((hz, at) => {
    const startS = audio.currentTime + 0.02 + at * STEP_S;
    playNote(audio, { hz, startS, fadeS: FADE_S, volume: VOLUME });
  });
}
