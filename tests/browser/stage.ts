// What every tour begins with: a server of its own, and people in browsers of their own.

import { type Browser, type BrowserContextOptions, test as base } from "@playwright/test";
import { Server } from "../server/server.mjs";
import { Person } from "./person.js";

interface Stage {
  /** `CONFAB_…` variables of the server. */
  settings: Record<string, string>;
  /** The real program on an empty data directory. */
  server: Server;
  /** Opens a browser profile for someone who has never been here. */
  newcomer: (name: string, device?: BrowserContextOptions) => Promise<Person>;
}

export const test = base.extend<Stage>({
  settings: [{}, { option: true }],
  server: async ({ settings }, use) => {
    const server = await Server.start(settings);
    await use(server);
    await server.discard();
  },
  newcomer: async ({ browser, server }, use) => {
    const people: Person[] = [];
    await use(async (name, device = {}) => {
      const person = await arrive(browser, server.url, name, device);
      people.push(person);
      return person;
    });
    for (const person of people) {
      person.expectNoErrors();
      await person.page.context().close();
    }
  },
});

async function arrive(
  browser: Browser,
  url: string,
  name: string,
  device: BrowserContextOptions,
): Promise<Person> {
  const context = await browser.newContext({ baseURL: url, locale: "en-US", ...device });
  return new Person(await context.newPage(), name);
}

/** The smallest telephone: touched, never pointed at. */
export const TELEPHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  isMobile: true,
};

export { expect } from "@playwright/test";
