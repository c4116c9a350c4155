// What a browser hears: the counters of its own connections, per remote, as getStats has them.

import type { Page } from "@playwright/test";
import { expect } from "./stage.js";

interface Heard {
  packets: number;
  energy: number;
}

/** To be called before the page is opened: keeps the connections that it makes within reach. */
export async function keepsConnections(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const kept: RTCPeerConnection[] = [];
    Object.assign(window, { connectionsOfTour: kept });
    const Native = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        kept.push(this);
      }
    };
  });
}

/** Ends all connections of the page without its knowledge. */
export async function breaksConnections(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { connectionsOfTour } = window as unknown as { connectionsOfTour: RTCPeerConnection[] };
    for (const connection of connectionsOfTour) connection.close();
  });
}

/** How many connections the page ever made. */
export async function connectionsMade(page: Page): Promise<number> {
  return page.evaluate(
    () => (window as unknown as { connectionsOfTour: RTCPeerConnection[] }).connectionsOfTour.length,
  );
}

/** Of each connection that stands. */
async function heard(page: Page): Promise<Heard[]> {
  return page.evaluate(async () => {
    const { connectionsOfTour } = window as unknown as { connectionsOfTour: RTCPeerConnection[] };
    const open = connectionsOfTour.filter(({ connectionState }) => connectionState === "connected");
    return Promise.all(
      open.map(async (connection) => {
        const sum = { packets: 0, energy: 0 };
        for (const [, entry] of await connection.getStats()) {
          if (entry.type !== "inbound-rtp") continue;
          sum.packets += entry.packetsReceived ?? 0;
          sum.energy += entry.totalAudioEnergy ?? 0;
        }
        return sum;
      }),
    );
  });
}

/** Hears exactly so many others: what comes from each of them grows. */
export async function hears(page: Page, others: number, msMax = 20_000): Promise<void> {
  await expect(async () => {
    const before = await heard(page);
    // The fake device beeps once a second.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_200)));
    const after = await heard(page);
    const grown = after.filter(({ packets, energy }, at) => {
      const then = before[at] ?? { packets: 0, energy: 0 };
      return packets > then.packets && energy > then.energy;
    });
    expect([after.length, grown.length]).toEqual([others, others]);
  }).toPass({ timeout: msMax });
}

/** How much sound came in all. */
export async function energy(page: Page): Promise<number> {
  return (await heard(page)).reduce((sum, one) => sum + one.energy, 0);
}
