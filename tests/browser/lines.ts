// Each sound that comes in, whichever connection it comes by, as getStats counts it.

import type { Page } from "@playwright/test";
import { expect } from "./stage.js";

interface Line {
  packets: number;
  energy: number;
  /** Samples that the browser made up, without those in a silence, and all that it played. */
  concealed: number;
  samples: number;
}

/** By line of those connections that stand. The page keeps them within reach: see `keepsConnections`. */
async function lines(page: Page): Promise<Record<string, Line>> {
  return page.evaluate(async () => {
    const { connectionsOfTour } = window as unknown as { connectionsOfTour: RTCPeerConnection[] };
    const all: Record<string, Line> = {};
    for (const [at, connection] of connectionsOfTour.entries()) {
      if (connection.connectionState !== "connected") continue;
      for (const [id, entry] of await connection.getStats()) {
        if (entry.type !== "inbound-rtp") continue;
        all[`${at} ${id}`] = {
          packets: entry.packetsReceived ?? 0,
          energy: entry.totalAudioEnergy ?? 0,
          concealed: (entry.concealedSamples ?? 0) - (entry.silentConcealedSamples ?? 0),
          samples: entry.totalSamplesReceived ?? 0,
        };
      }
    }
    return all;
  });
}

/** What each line got meanwhile; a line that is new began with nothing. */
async function grown(page: Page, ms: number): Promise<Line[]> {
  const before = await lines(page);
  await page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), ms);
  const after = await lines(page);
  return Object.entries(after).map(([id, now]) => {
    const then = before[id] ?? { packets: 0, energy: 0, concealed: 0, samples: 0 };
    return {
      packets: now.packets - then.packets,
      energy: now.energy - then.energy,
      concealed: now.concealed - then.concealed,
      samples: now.samples - then.samples,
    };
  });
}

/** How many sounds come in: in so many lines both packets and energy grew within a second. */
async function heardLines(page: Page): Promise<number> {
  return (await grown(page, 1_000)).filter(({ packets, energy }) => packets > 0 && energy > 0).length;
}

/** So many sounds come in, in the end each by one way only. */
export async function linesHeard(page: Page, count: number, msMax = 20_000): Promise<void> {
  await expect(async () => expect(await heardLines(page)).toBe(count)).toPass({ timeout: msMax });
}

/** So many sounds come in, in each of so many seconds. */
export async function linesGoOn(page: Page, count: number, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) expect(await heardLines(page)).toBe(count);
}

/** The part of what was played meanwhile that the browser had to make up, in percent. */
export async function concealedPercent(page: Page, ms: number): Promise<number> {
  const all = await grown(page, ms);
  const sum = (of: (line: Line) => number) => all.reduce((sum, line) => sum + of(line), 0);
  return (100 * sum(({ concealed }) => concealed)) / sum(({ samples }) => samples);
}
