/** Two short tones, made on the spot. */

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
    tone(audio, hz, startS + at * TONE_S, at === TONES_HZ.length - 1);
  });
  return true;
}

function tone(audio: AudioContext, hz: number, startS: number, isLast: boolean): void {
  const oscillator = new OscillatorNode(audio, { type: "sine", frequency: hz });
  const gain = new GainNode(audio, { gain: 0 });
  // Neither its beginning nor its end may click.
  gain.gain.setValueAtTime(0, startS);
  gain.gain.linearRampToValueAtTime(VOLUME, startS + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.0001, startS + FADE_S);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(startS);
  oscillator.stop(startS + FADE_S);
  // Silence is not computed.
  if (isLast) oscillator.onended = () => void audio.suspend().catch(() => undefined);
}
