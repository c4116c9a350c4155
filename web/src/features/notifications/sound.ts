/** Two short tones, made on the spot. */
import { playNote } from "@/engine/note.ts";

/** What is heard of a message that one did not wait for: quiet beside music. */
const VOLUME = 0.08;
/** A fourth upwards. */
const TONES_HZ = [659.26, 880];
const TONE_S = 0.13;
const FADE_S = 0.28;

let context: AudioContext | null = null;

/** Before the first press on a page, browsers play nothing. */
export function canPlay(): boolean {
  const hasBeenPressed = navigator.userActivation?.hasBeenActive ?? true;
  return "AudioContext" in globalThis && hasBeenPressed;
}

/** False where it cannot be heard. */
export async function playTones(): Promise<boolean> {
  if (!canPlay()) return false;
  try {
    context ??= new AudioContext();
    await context.resume();
    return sound(context);
  } catch {
    return false;
  }
}

function sound(audio: AudioContext): boolean {
  if (audio.state !== "running") return false;
  const startS = audio.currentTime + 0.02;
  TONES_HZ.forEach((hz, at) => {
    const note = playNote(audio, { hz, startS: startS + at * TONE_S, fadeS: FADE_S, volume: VOLUME });
    // Silence is not computed.
    if (at === TONES_HZ.length - 1) note.onended = () => void audio.suspend().catch(() => undefined);
  });
  return true;
}
