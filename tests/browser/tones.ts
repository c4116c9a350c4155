// People who hum: each at a pitch of their own, so that a page can tell whom its loudspeakers play, and when
// they did not.

import type { Page } from "@playwright/test";
import { expect } from "./stage.js";

interface Ear {
  /** By pitch: the longest time without it since it was heard first, in ms. */
  gaps: Record<number, number>;
  /** By pitch: when it was heard last, in the page's time. */
  heardMs: Record<number, number>;
  /** By pitch: the longest time in which more than one loudspeaker played it, in ms. */
  twice: Record<number, number>;
  /** By pitch: since when more than one does, in the page's time. */
  twiceSinceMs: Record<number, number>;
}

/** To be called before the page is opened: its microphone hums. */
export async function onlyHums(page: Page, hz: number): Promise<void> {
  await page.addInitScript((hz) => {
    navigator.mediaDevices.getUserMedia = async () => {
      const audio = new AudioContext();
      const sink = audio.createMediaStreamDestination();
      const volume = new GainNode(audio, { gain: 0.3 });
      const tone = new OscillatorNode(audio, { frequency: hz });
      tone.connect(volume).connect(sink);
      tone.start();
      return sink.stream;
    };
  }, hz);
}

/** To be called before the page is opened: its microphone hums, and it listens to what it plays. */
export async function hums(page: Page, hz: number, pitches: readonly number[]): Promise<void> {
  await onlyHums(page, hz);
  await page.addInitScript(
    ({ pitches }) => {
      const ear: Ear = { gaps: {}, heardMs: {}, twice: {}, twiceSinceMs: {} };
      Object.assign(window, { earOfTour: ear });
      const listening = new Map<HTMLMediaElement, AnalyserNode>();
      let audio: AudioContext | null = null;
      const play = HTMLMediaElement.prototype.play;
      HTMLMediaElement.prototype.play = function () {
        audio ??= new AudioContext();
        if (this.srcObject instanceof MediaStream) {
          const ear = new AnalyserNode(audio, { fftSize: 1_024, smoothingTimeConstant: 0 });
          audio.createMediaStreamSource(this.srcObject).connect(ear);
          listening.set(this, ear);
        }
        return play.call(this);
      };
      const levels = new Float32Array(512);
      const look = () => {
        const heard: Record<number, number> = {};
        for (const [element, ear] of listening) {
          if (!element.srcObject) listening.delete(element);
          if (element.paused || element.volume === 0) continue;
          ear.getFloatFrequencyData(levels);
          for (const pitch of pitches) {
            const at = Math.round((pitch * 1_024) / ear.context.sampleRate);
            if ((levels[at] ?? -200) > -50) heard[pitch] = (heard[pitch] ?? 0) + 1;
          }
        }
        const now = performance.now();
        for (const pitch of pitches) {
          const count = heard[pitch] ?? 0;
          if (count < 2) delete ear.twiceSinceMs[pitch];
          else {
            ear.twiceSinceMs[pitch] ??= now;
            ear.twice[pitch] = Math.max(ear.twice[pitch] ?? 0, now - (ear.twiceSinceMs[pitch] ?? now));
          }
          if (count === 0) continue;
          const since = now - (ear.heardMs[pitch] ?? now);
          ear.gaps[pitch] = Math.max(ear.gaps[pitch] ?? 0, since);
          ear.heardMs[pitch] = now;
        }
      };
      setInterval(look, 10);
    },
    { pitches: pitches.filter((one) => one !== hz) },
  );
}

const ear = (page: Page) =>
  page.evaluate(() => {
    const { earOfTour } = window as unknown as { earOfTour: Ear };
    const heardAgoMs = Object.fromEntries(
      Object.entries(earOfTour.heardMs).map(([pitch, at]) => [pitch, performance.now() - at]),
    );
    return { ...structuredClone(earOfTour), heardAgoMs };
  });

/** Plays exactly these right now. */
export async function playsHums(page: Page, pitches: readonly number[], msMax = 20_000): Promise<void> {
  await expect(async () => {
    const { heardAgoMs } = await ear(page);
    const now = Object.entries(heardAgoMs).filter(([, ago]) => ago < 300);
    expect(now.map(([pitch]) => Number(pitch))).toEqual([...pitches].sort((a, b) => a - b));
  }).toPass({ timeout: msMax });
}

/** What was measured since the last call: the longest gap of each of these, and the longest time in which
 * one was played twice. A crackle of one voice has all pitches in it, so a moment of that says nothing. */
export async function takesGaps(
  page: Page,
  pitches: readonly number[],
): Promise<{ gaps: number[]; twiceMs: number }> {
  const { gaps, twice } = await ear(page);
  await page.evaluate(() => {
    const { earOfTour } = window as unknown as { earOfTour: Ear };
    Object.assign(earOfTour, { gaps: {}, twice: {} });
  });
  return {
    gaps: pitches.map((pitch) => Math.round(gaps[pitch] ?? Number.POSITIVE_INFINITY)),
    twiceMs: Math.round(Math.max(...pitches.map((pitch) => twice[pitch] ?? 0))),
  };
}

/** Waits until a pitch is heard again that was not for at least so long; how long that was. */
export async function gapOver(page: Page, pitch: number, msMin: number, msMax: number): Promise<number> {
  let gapMs = 0;
  await expect(async () => {
    const { gaps, heardAgoMs } = await ear(page);
    gapMs = Math.round(gaps[pitch] ?? 0);
    expect(gapMs).toBeGreaterThanOrEqual(msMin);
    expect(heardAgoMs[pitch]).toBeLessThan(1_000);
  }).toPass({ timeout: msMax });
  return gapMs;
}

/** Presses a button, and counts the time until a pitch is played. */
export async function pressedUntilHeard(page: Page, name: string, pitch: number): Promise<number> {
  const button = await page.getByRole("button", { name }).elementHandle();
  return page.evaluate(
    async ({ button, pitch }) => {
      const { earOfTour } = window as unknown as { earOfTour: Ear };
      const pressedMs = performance.now();
      (button as HTMLElement).click();
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        const heardMs = earOfTour.heardMs[pitch] ?? 0;
        if (heardMs > pressedMs) return Math.round(heardMs - pressedMs);
      }
    },
    { button, pitch },
  );
}
