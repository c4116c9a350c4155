// Every screen and state of `screens.json`, wide and narrow, dark and light: axe finds no fault on any
// of them, and nothing is wider than the window. A picture of each goes to `tests/pictures`.

import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import type { BrowserContextOptions, Page } from "@playwright/test";
import { logsIn, SCREENS, visit } from "../screens.js";
import { expect, TELEPHONE, test } from "../stage.js";
import { type Role, settle } from "../town.js";

const PICTURES = fileURLToPath(new URL("../../pictures", import.meta.url));

/** What takes longer than this does not come. */
const STEP_MAX_MS = 20_000;

const SIZES: Record<string, BrowserContextOptions> = {
  "1440": { viewport: { width: 1440, height: 900 } },
  "360": TELEPHONE,
};

for (const [size, options] of Object.entries(SIZES)) {
  for (const colorScheme of ["dark", "light"] as const) {
    test(`every screen at ${size} px, ${colorScheme}`, async ({ browser, server }) => {
      test.setTimeout(900_000);
      const places = await settle(server);
      const pages = new Map<Role, Page>();
      for (const screen of SCREENS) {
        let page = pages.get(screen.as);
        if (!page) {
          const context = await browser.newContext({
            ...options,
            baseURL: server.url,
            colorScheme,
            locale: "en-US",
            reducedMotion: "reduce",
          });
          page = await context.newPage();
          page.setDefaultTimeout(STEP_MAX_MS);
          if (screen.as !== "guest") await logsIn(page, screen.as);
          pages.set(screen.as, page);
        }
        // A state looks like its screen otherwise: two of the four ways to look at it are enough.
        const withStates = (size === "1440") === (colorScheme === "dark");
        for (const state of [null, ...((withStates && screen.states) || [])]) {
          const name = [screen.name, state?.name].filter(Boolean).join(" – ");
          await test.step(name, async () => {
            await visit(page, screen, state, places);
            await page.screenshot({
              path: `${PICTURES}/${colorScheme}-${size}/${name.replace(/\W+/g, "-")}.png`,
            });
            expect.soft(await faultsOf(page), name).toEqual([]);
            await page.context().setOffline(false);
          });
        }
      }
      for (const page of pages.values()) await page.context().close();
    });
  }
}

test("the conversation on a 4K screen", async ({ browser, server }) => {
  const places = await settle(server);
  const page = await browser.newPage({
    viewport: { width: 3840, height: 2160 },
    baseURL: server.url,
    colorScheme: "dark",
    locale: "en-US",
  });
  await logsIn(page, "owner");
  const screen = SCREENS.find(({ name }) => name === "conversation");
  if (!screen) throw new Error("the conversation is no screen any more");
  await visit(page, screen, null, places);
  await page.screenshot({ path: `${PICTURES}/dark-3840/conversation.png` });
  expect(await faultsOf(page)).toEqual([]);
  await page.context().close();
});

async function faultsOf(page: Page): Promise<unknown[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return [
    ...violations.map(({ id, nodes }) => ({ id, html: nodes.map((node) => node.html) })),
    ...(tooWide > 0 ? [`${tooWide} px wider than the window`] : []),
  ];
}
