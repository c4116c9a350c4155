// A real browser beside a fan: what is no speech is taken out of its sound by the network, and speech is not.

import type { Page } from "@playwright/test";
import { GUILD } from "../gathering.js";
import { expect, test } from "../stage.js";

/** To be called before the page is opened: a fan blows into its microphone, and somebody speaks when told to. */
async function sitsBesideAFan(page: Page): Promise<void> {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = async () => {
      const audio = new AudioContext();
      const sink = audio.createMediaStreamDestination();
      const air = audio.createBuffer(1, audio.sampleRate, audio.sampleRate);
      air.getChannelData(0).forEach((_, at, samples) => {
        samples[at] = Math.random() * 2 - 1;
      });
      const fan = new AudioBufferSourceNode(audio, { buffer: air, loop: true });
      fan.connect(new GainNode(audio, { gain: 0.1 })).connect(sink);
      fan.start();

      // Vocal cords whose pitch wanders, through the mouth of an "a", in syllables.
      const cords = new OscillatorNode(audio, { type: "sawtooth", frequency: 130 });
      const melody = new OscillatorNode(audio, { frequency: 0.7 });
      melody.connect(new GainNode(audio, { gain: 20 })).connect(cords.frequency);
      const syllables = new GainNode(audio, { gain: 0.5 });
      const rhythm = new OscillatorNode(audio, { frequency: 4 });
      rhythm.connect(new GainNode(audio, { gain: 0.5 })).connect(syllables.gain);
      const mouth = new GainNode(audio, { gain: 0 });
      for (const [frequency, gain] of [
        [730, 1],
        [1_090, 0.5],
        [2_440, 0.25],
      ] as const) {
        const formant = new BiquadFilterNode(audio, { type: "bandpass", frequency, Q: 8 });
        cords.connect(formant).connect(new GainNode(audio, { gain })).connect(syllables);
      }
      syllables.connect(mouth).connect(sink);
      for (const one of [cords, melody, rhythm]) one.start();
      Object.assign(window, { mouthOfTour: mouth });
      return sink.stream;
    };
  });
}

async function speaks(page: Page, gain: number): Promise<void> {
  await page.evaluate((gain) => {
    const { mouthOfTour } = window as unknown as { mouthOfTour: GainNode };
    mouthOfTour.gain.value = gain;
  }, gain);
}

/** The median of what the level of the page showed within a second, in dB: a machine that is busy crackles. */
async function loudness(page: Page): Promise<number> {
  return page.getByRole("meter", { name: "Loudness" }).evaluate(async (meter) => {
    const levels: number[] = [];
    for (let look = 0; look < 21; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      levels.push((meter as HTMLMeterElement).value);
    }
    return levels.sort((a, b) => a - b)[10] ?? 0;
  });
}

// On an idle machine the fan falls by 20 dB. One that is busy with other tours leaves gaps in both sounds, in which
// the network loses its way: a few dB are what tells it from doing nothing.
test("a fan is heard less, and whoever speaks beside it is heard", async ({ server, newcomer }) => {
  const ada = await newcomer("ada");
  const { page } = ada;
  await sitsBesideAFan(page);
  await ada.claims(server.setupUrl ?? "", GUILD);
  await page.goto("/settings/voice");
  await page.getByRole("radio", { name: /^As it is/ }).click();
  await page.getByRole("button", { name: "Try the microphone" }).click();
  await expect.poll(() => loudness(page)).toBeGreaterThan(-30);
  const fan = await loudness(page);

  await page.getByRole("radio", { name: /more of it/ }).click();
  await expect.poll(() => loudness(page), { timeout: 30_000 }).toBeLessThan(fan - 4);
  const left = await loudness(page);

  await speaks(page, 5);
  await expect.poll(() => loudness(page), { timeout: 30_000 }).toBeGreaterThan(left + 3);
  const voice = await loudness(page);
  console.log(`a fan of ${Math.round(fan)} dB is ${Math.round(left)} dB, and a voice beside it ${Math.round(voice)} dB`);
});
