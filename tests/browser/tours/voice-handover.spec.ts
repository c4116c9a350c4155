// Real browsers whose room goes over to the media server and back: nobody is cut off, nobody is heard twice.

import { allHear, gather, hum, others } from "../choir.js";
import { linesHeard } from "../lines.js";
import { joins, panel, row } from "../lounge.js";
import type { Person } from "../person.js";
import { expect, test } from "../stage.js";
import { playsHums, takesGaps } from "../tones.js";

/** 200 ms are wanted, on a machine that does nothing else; here many browsers and tests share two cores. */
const GAP_MS_MAX = 1_000;

/** The two ways overlap for four times as long. */
const TWICE_MS_MAX = 500;

function p95(gaps: number[]): number {
  return gaps.sort((a, b) => a - b)[Math.ceil(gaps.length * 0.95) - 1] ?? 0;
}

test.describe("a mesh of two", () => {
  test.use({ settings: { CONFAB_VOICE_MESH_MAX: "2" } });

  test("the third one brings the media server, and all hear all", async ({ server, newcomer }) => {
    const all = await gather(server, newcomer, ["cleo"]);
    const [ada, bob, cleo] = all as [Person, Person, Person];
    for (const person of [ada, bob]) await joins(person);
    await allHear([ada, bob]);
    for (const one of [ada, bob]) await takesGaps(one.page, []);
    await joins(cleo);
    await allHear(all);
    for (const { page } of all) await linesHeard(page, 2);
    await expect(panel(ada)).toContainText(/\d ms · .* % loss/);

    // A moderator's mute holds in the media server.
    await row(ada, "bob").getByRole("button").click();
    const mute = ada.page.getByRole("switch", { name: "Mute for everybody" });
    await mute.click();
    await playsHums(cleo.page, [hum(ada)]);
    await linesHeard(cleo.page, 1);
    await mute.click();
    await allHear(all);
  });
});

test.describe("a mesh of three", () => {
  test.use({ settings: { CONFAB_VOICE_MESH_MAX: "3" } });

  test("four are handed over to the media server, and two back, without a gap", async ({
    server,
    newcomer,
  }) => {
    const all = await gather(server, newcomer, ["cleo", "dan"]);
    const [ada, bob, cleo, dan] = all as [Person, Person, Person, Person];
    const three = [ada, bob, cleo];
    for (const person of three) await joins(person);
    await allHear(three);
    for (const one of three) await takesGaps(one.page, others(three, one));
    await joins(dan);
    await allHear(all);
    for (const { page } of all) await linesHeard(page, 3);
    const there = await Promise.all(three.map((one) => takesGaps(one.page, others(three, one))));

    for (const one of [dan, cleo]) await one.page.getByRole("button", { name: "Leave voice" }).click();
    await allHear([ada, bob]);
    for (const { page } of [ada, bob]) await linesHeard(page, 1);
    const back = await Promise.all([ada, bob].map((one) => takesGaps(one.page, others([ada, bob], one))));

    for (const [way, measured] of Object.entries({ there, back })) {
      const gaps = measured.flatMap((one) => one.gaps);
      const twiceMs = Math.max(...measured.map((one) => one.twiceMs));
      console.log(
        `handover ${way}: gaps of ${gaps.join(", ")} ms, p95 ${p95(gaps)} ms; twice for ${twiceMs} ms`,
      );
      expect(p95(gaps)).toBeLessThanOrEqual(GAP_MS_MAX);
      expect(twiceMs).toBeLessThan(TWICE_MS_MAX);
    }
  });
});
