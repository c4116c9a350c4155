/** What calls somebody to the page, made on the spot: two short tones of a message, five of a call. */
import { playNote } from "@/engine/note.ts";

/** What is heard of a message that one did not wait for: quiet beside music. */
const VOLUME = 0.08;
/** A fourth upwards. */
const MESSAGE_HZ = [659.26, 880];
/** The same twice, and back: nobody takes it for a message. */
export const CALL_HZ: readonly number[] = [659.26, 880, 659.26, 880, 987.77];
const TONE_S = 0.13;
const FADE_S = 0.28;

let context: AudioContext | null = null;

/** Before the first press on a page, browsers play nothing. */
export function canPlay(): boolean {
  const hasBeenPressed = navigator.userActivation?.hasBeenActive ?? true;
  return "AudioContext" in globalThis && hasBeenPressed;
}

/** False where it cannot be heard. */
export async function playTones(tones: readonly number[] = MESSAGE_HZ): Promise<boolean> {
  if (!canPlay()) return false;
  try {
    context ??= new AudioContext();
    await context.resume();
    return sound(context, tones);
  } catch {
    return false;
  }
}

function sound(audio: AudioContext, tones: readonly number[]): boolean {
  if (audio.state !== "running") return false;
  const startS = audio.currentTime + 0.02;
  tones.forEach((hz, at) => {
    const note = playNote(audio, { hz, startS: startS + at * TONE_S, fadeS: FADE_S, volume: VOLUME });
    // Silence is not computed.
    if (at === tones.length - 1) note.onended = () => void audio.suspend().catch(() => undefined);
  });
  return true;
}
