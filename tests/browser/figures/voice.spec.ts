// What a bad network does to voices that go through the media server: how much of what is played is made up,
// and how soon everybody is heard after an outage.

import { allHear, gather, hum } from "../choir.js";
import { concealedPercent } from "../lines.js";
import { joins, panel } from "../lounge.js";
import type { Person } from "../person.js";
import { test } from "../stage.js";
import { gapOver } from "../tones.js";

const ALWAYS = { CONFAB_VOICE_MESH_MAX: "1" };

/** Long enough for a few thousand packets, and for those who send to learn how much is lost. */
const MEASURED_MS = 40_000;
const SETTLED_MS = 15_000;

function print(what: string, measured: string, wanted: string): void {
  console.log(`| ${what} | ${measured} | ${wanted} |`);
}

const NETWORKS: readonly [string, Record<string, string>, string][] = [
  ["a good network", {}, "–"],
  ["each way of each loses 2.5 %, so 5 % between two", { LOST_PERMILLE: "25" }, "2 %"],
  ["each way of each loses 5 %, so 10 % between two", { LOST_PERMILLE: "50" }, "–"],
  ["jitter of 50 ms each way", { JITTER_MS: "50" }, "–"],
  ["jitter of 50 ms each way, and 5 % between two lost", { JITTER_MS: "50", LOST_PERMILLE: "25" }, "–"],
  ["20 ms jitter each way, of which a quarter overtakes the others", { JITTER_MS: "20", HASTY_PERMILLE: "250" }, "–"],
];

for (const [name, network, wanted] of NETWORKS) {
  test.describe(name, () => {
    const named = Object.entries(network).map(([key, value]) => [`CONFAB_IMPAIRMENT_${key}`, value]);
    test.use({ settings: { ...ALWAYS, ...Object.fromEntries(named) } });

    test("how much is made up", async ({ server, newcomer }) => {
      const all = await gather(server, newcomer, []);
      for (const person of all) await joins(person);
      await allHear(all);
      await Promise.all(all.map(({ page }) => concealedPercent(page, SETTLED_MS)));
      const percents = await Promise.all(all.map(({ page }) => concealedPercent(page, MEASURED_MS)));
      print(`made up of the sound: ${name}`, percents.map((one) => `${one.toFixed(2)} %`).join(", "), wanted);
    });
  });
}

test.describe("an outage of thirty seconds", () => {
  const outage = { CONFAB_IMPAIRMENT_OUTAGE_AFTER_MS: "15000", CONFAB_IMPAIRMENT_OUTAGE_MS: "30000" };
  test.use({ settings: { ...ALWAYS, ...outage } });

  for (const isOffline of [false, true]) {
    const where = isOffline ? "everything" : "sound";
    test(`of ${where}`, async ({ server, newcomer }) => {
      const all = await gather(server, newcomer, []);
      const [ada, bob] = all as [Person, Person];
      for (const person of all) await joins(person);
      await allHear(all);
      if (isOffline) await goesOffline(bob, 30_000);
      const silent: number[] = [];
      for (const [one, other] of [[ada, bob] as const, [bob, ada] as const])
        silent.push(await gapOver(one.page, hum(other), 29_000, 90_000));
      print(`silent in an outage of 30 s of ${where}`, `${silent.join(", ")} ms`, "40,000 ms");
    });
  }
});

test.describe("a network without UDP", () => {
  test.use({ settings: { ...ALWAYS, CONFAB_IMPAIRMENT_LOST_PERMILLE: "1000" } });

  test("says so", async ({ server, newcomer }) => {
    const [ada, bob] = (await gather(server, newcomer, [])) as [Person, Person];
    await joins(ada);
    const pressedMs = Date.now();
    await bob.page.getByRole("button", { name: "Join Lounge" }).click();
    await panel(bob).getByText("a firewall may hold up its media port").waitFor();
    print("without UDP it is said that nobody can be heard", `after ${Date.now() - pressedMs} ms`, "–");
  });
});

/** As soon as nothing is heard any more, the gateway is out of reach for as long too. */
async function goesOffline({ page }: Person, ms: number): Promise<void> {
  await page.waitForFunction(() => {
    const { earOfTour } = window as unknown as { earOfTour: { heardMs: Record<number, number> } };
    return Object.values(earOfTour.heardMs).every((at) => performance.now() - at > 500);
  });
  await page.context().setOffline(true);
  await page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), ms - 500);
  await page.context().setOffline(false);
}
