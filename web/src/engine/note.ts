/** One note of a sound that is made on the spot. */

export interface Note {
  hz: number;
  /** Of the audio's clock, in seconds. */
  startS: number;
  /** How long it takes to die away. */
  fadeS: number;
  /** From 0 to 1. */
  volume: number;
}

const RISE_S = 0.015;
/** An exponential fall never reaches nothing. */
const SILENCE = 0.0001;

/** The oscillator, for whoever waits for its end. */
export function playNote(audio: AudioContext, { hz, startS, fadeS, volume }: Note): OscillatorNode {
  const oscillator = new OscillatorNode(audio, { frequency: hz });
  const gain = new GainNode(audio, { gain: 0 });
  // Neither its beginning nor its end may click.
  gain.gain.setValueAtTime(0, startS);
  gain.gain.linearRampToValueAtTime(volume, startS + RISE_S);
  gain.gain.exponentialRampToValueAtTime(SILENCE, startS + fadeS);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(startS);
  oscillator.stop(startS + fadeS);
  return oscillator;
}
