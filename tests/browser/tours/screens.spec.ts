// Every screen and state of `screens.json`, wide and narrow, dark and light: axe finds no fault on any
// of them, and nothing is wider than the window. A picture of each goes to `tests/pictures`.

import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { type Fault, faultsOf } from "../axe.js";
import { logsIn, SCREENS, type Screen, visit } from "../screens.js";
import { expect, TELEPHONE, test } from "../stage.js";
import { type Role, settle } from "../town.js";

const PICTURES = fileURLToPath(new URL("../../pictures", import.meta.url));

/** What takes longer than this does not come. */
const STEP_MAX_MS = 20_000;

const WIDE: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };

/** A state is its screen otherwise, so it is enough to see it where there is least room for it. */
const LOOKS = [
  { about: "every screen at 1440 px", size: "1440", options: WIDE, of: itself },
  { about: "every screen at 360 px", size: "360", options: TELEPHONE, of: itself },
  { about: "every state of every screen at 360 px", size: "360", options: TELEPHONE, of: states },
];

for (const { about, size, options, of } of LOOKS) {
  test(about, async ({ browser, server }) => {
    test.setTimeout(900_000);
    const places = await settle(server);
    const pages = new Map<Role, Page>();
    for (const screen of SCREENS) {
      for (const state of of(screen)) {
        const page = pages.get(screen.as) ?? (await opens(browser, server.url, options, screen.as));
        pages.set(screen.as, page);
        const name = [screen.name, state?.name].filter(Boolean).join(" – ");
        await test.step(name, async () => {
          await visit(page, screen, state, places);
          for (const theme of ["dark", "light"] as const) {
            await page.emulateMedia({ colorScheme: theme });
            await page.screenshot({
              path: `${PICTURES}/${theme}-${size}/${name.replace(/\W+/g, "-")}.png`,
            });
            expect.soft(await wrongWith(page, theme), `${name}, ${theme}`).toEqual([]);
          }
          await page.context().setOffline(false);
        });
      }
    }
    for (const page of pages.values()) await page.context().close();
  });
}

function itself(): null[] {
  return [null];
}

function states(screen: Screen): NonNullable<Screen["states"]> {
  return screen.states ?? [];
}

async function opens(
  browser: Browser,
  baseURL: string,
  options: BrowserContextOptions,
  role: Role,
): Promise<Page> {
  const context = await browser.newContext({
    ...options,
    baseURL,
    locale: "en-US",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(STEP_MAX_MS);
  // What a screen that broke says only there.
  page.on("console", (said) => {
    if (said.type() === "error" && !said.text().startsWith("Failed to load resource")) {
      console.log(`${page.url()}: ${said.text().slice(0, 1_000)}`);
    }
  });
  if (role !== "guest") await logsIn(page, role);
  return page;
}

test("the conversation on a 4K screen", async ({ browser, server }) => {
  const places = await settle(server);
  const context = await browser.newContext({
    viewport: { width: 3840, height: 2160 },
    baseURL: server.url,
    colorScheme: "dark",
    locale: "en-US",
  });
  const page = await context.newPage();
  await logsIn(page, "owner");
  const screen = SCREENS.find(({ name }) => name === "conversation");
  if (!screen) throw new Error("the conversation is no screen any more");
  await visit(page, screen, null, places);
  await page.screenshot({ path: `${PICTURES}/dark-3840/conversation.png` });
  expect(await wrongWith(page, "dark")).toEqual([]);
  await context.close();
});

/** Of the second look at the same page only the colours are new. */
async function wrongWith(page: Page, theme: "dark" | "light"): Promise<(Fault | string)[]> {
  const faults = await faultsOf(page, theme === "light" ? ["color-contrast"] : undefined);
  const tooWide = await page.evaluate(() => {
    const logs = [...document.querySelectorAll("[role=log]")];
    const beyond = logs.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    return Math.max(document.documentElement.scrollWidth - innerWidth, ...beyond);
  });
  return [...faults, ...(tooWide > 0 ? [`${tooWide} px wider than the window`] : [])];
}
