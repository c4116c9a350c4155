// Who is told of what, where and how often: the browser's own notifications, of a person with tabs and devices.

import type { BrowserContext, Page } from "@playwright/test";
import { adaAndBob, GUILD, signsIn } from "../gathering.js";
import type { Person } from "../person.js";
import { expect, test } from "../stage.js";

/** What a page has told of, and what of that is still there. */
interface Told {
  shown: string[];
  closed: string[];
  last: Notification | null;
}

/** Notes the browser's notifications, which come as they always do. */
async function notes(context: BrowserContext): Promise<void> {
  await context.grantPermissions(["notifications"]);
  await context.addInitScript(() => {
    const told: Told = { shown: [], closed: [], last: null };
    Object.assign(globalThis, { told });
    globalThis.Notification = class extends Notification {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        told.last = this;
        const text = [title, options?.body].join(": ");
        this.addEventListener("show", () => told.shown.push(text));
        this.addEventListener("close", () => told.closed.push(text));
        this.addEventListener("error", () => told.shown.push(`not shown: ${text}`));
      }
    };
  });
}

function toldBy(page: Page): Promise<Pick<Told, "shown" | "closed">> {
  return page.evaluate(() => {
    const { shown, closed } = (globalThis as unknown as { told: Told }).told;
    return { shown, closed };
  });
}

/** Without a desktop nobody else can press it. */
async function pressesLast(page: Page): Promise<void> {
  await page.evaluate(() =>
    (globalThis as unknown as { told: Told }).told.last?.dispatchEvent(new Event("click")),
  );
}

/** Waits until the pages have told exactly this, all of them together. */
async function tells(pages: readonly Page[], texts: readonly string[]): Promise<void> {
  await expect(async () => {
    const told = await Promise.all(pages.map(toldBy));
    expect(told.flatMap(({ shown }) => shown)).toEqual(texts);
  }).toPass();
}

/** Where nothing of the guild is on screen, with the code that tells of news. */
async function looksAway(page: Page): Promise<void> {
  const fetched = page.waitForResponse(/\/notifier-[^/]*\.js$/);
  await page.goto("/friends");
  await expect(page.getByRole("heading", { name: "Friends", exact: true })).toBeVisible();
  await fetched;
  // It hears the session from the moment in which it is there.
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}

async function chooses(page: Page, ...names: readonly string[]): Promise<void> {
  await page.getByRole("button", { name: /^Notification settings/ }).click();
  const dialog = page.getByRole("dialog");
  for (const name of names) {
    const begins = { name: new RegExp(`^${name}`) };
    await dialog.getByRole("radio", begins).or(dialog.getByRole("button", begins)).click();
  }
  await dialog.getByRole("button", { name: "Close" }).click();
}

test("a mention is told once though two tabs are open, and goes when it is read on another device", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const desk = await newcomer("bob");
  await desk.logsIn();
  await desk.page.goto("/settings");
  await notes(bob.page.context());
  await looksAway(bob.page);
  const second = await bob.page.context().newPage();
  await looksAway(second);
  const tabs = [bob.page, second];
  await ada.says("nothing for @nobody");
  await ada.says("@bob have a **look** at ||this||");
  const text = `ada in #general, ${GUILD}: @bob have a look at ▮▮▮`;
  await tells(tabs, [text]);
  await expect(bob.page).toHaveTitle(/^\(1\) /);

  await desk.page.goto("/");
  await desk.sees("nothing for @nobody");
  await expect(async () => {
    const told = await Promise.all(tabs.map(toldBy));
    expect(told.flatMap(({ closed }) => closed)).toEqual([text]);
  }).toPass();
  await tells(tabs, [text]);
});

test("levels and mutes decide, on all devices at once, and what one looks at is not told", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const { page } = bob;
  await notes(page.context());
  const phone = await newcomer("bob");
  await phone.logsIn();
  const said = (text: string) => `ada in #general, ${GUILD}: ${text}`;
  const told = [`New messages in #general: ${GUILD}`];

  /** On the telephone one has read this, then chooses, and looks away. */
  async function choosesThere(text: string, ...names: readonly string[]): Promise<void> {
    await phone.page.goto("/");
    await phone.sees(text);
    await chooses(phone.page, ...names);
    await phone.page.goto("/settings");
  }

  await chooses(phone.page, "All messages");
  await phone.page.goto("/settings");
  await looksAway(page);
  await ada.says("one of many");
  await tells([page], told);

  await choosesThere("one of many", "Nothing");
  await ada.says("@bob this is not told");
  await expect(page).toHaveTitle(/^\(1\) /);
  await choosesThere("@bob this is not told", "As in the guild", "Until I turn it on");
  await ada.says("@bob nor is this");
  await expect(page).toHaveTitle(/^\(1\) /);
  await choosesThere("@bob nor is this", "Unmute");
  await ada.says("@bob but this is");
  told.push(said("@bob but this is"));
  await tells([page], told);

  const rail = page.getByRole("navigation", { name: "Guilds" });
  await rail.getByRole("link", { name: new RegExp(GUILD) }).click();
  await bob.sees("@bob but this is");
  await ada.says("@bob seen at once");
  await bob.sees("@bob seen at once");
  await rail.getByRole("link", { name: /^Friends and messages/ }).click();
  await ada.says("@bob and the last one");
  told.push(said("@bob and the last one"));
  await tells([page], told);

  await rail.getByRole("link", { name: new RegExp(GUILD) }).click();
  await chooses(page, "For 1 hour");
  const rows = page.getByRole("navigation", { name: `Channels of ${GUILD}` });
  await expect(rows.getByRole("link", { name: /^general ?, muted/ })).toBeVisible();
});

test("whoever does not want to be disturbed is told nothing, and what was missed is counted", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const { page } = bob;
  const status = async (name: string) => {
    await page.getByRole("button", { name: "Your menu" }).click();
    await page.getByRole("menuitemradio", { name }).click();
    await expect(page.getByRole("region", { name: "You" })).toContainText(name);
  };
  await notes(page.context());
  await looksAway(page);
  await status("Do not disturb");
  await ada.says("@bob not now");
  await expect(page).toHaveTitle(/^\(1\) /);
  await status("Online");
  await ada.says("@bob but now");
  await expect(page).toHaveTitle(/^\(2\) /);
  // Were the first one told, it would stand before this one.
  await tells([page], [`ada in #general, ${GUILD}: @bob but now`]);
});

test("a burst is summed up, and pressing the notification leads there", async ({ server, newcomer }) => {
  const { bob } = await adaAndBob(server, newcomer);
  await notes(bob.page.context());
  await looksAway(bob.page);
  const { authorization, channel } = await signsIn(server, "ada");
  const path = `/api/v10/channels/${channel}/messages`;
  for (let n = 1; n <= 5; n++)
    await server.request("POST", path, authorization, { content: `@everyone ${n}` });
  await expect(async () => {
    const { shown } = await toldBy(bob.page);
    expect(shown.at(-1)).toBe("5 new messages in #general: ada: @everyone 5");
    expect(shown.length).toBeLessThan(5);
  }).toPass();
  await pressesLast(bob.page);
  await bob.sees("@everyone 5");
  await expect(bob.page).not.toHaveTitle(/^[(•]/);
});

test("the settings say how this browser stands to notifications, and play the sound", async ({
  server,
  newcomer,
}) => {
  const { bob } = await adaAndBob(server, newcomer);
  const { page } = bob;
  await page.goto("/settings/notifications");
  const browser = page.getByRole("switch", { name: "Notifications of this browser" });
  await expect(browser).not.toBeChecked();
  await page.context().grantPermissions(["notifications"]);
  await page.reload();
  await expect(browser).toBeChecked();
  await page.getByRole("button", { name: "Play it once" }).click();
  await page.getByRole("switch", { name: "Sound" }).uncheck();
  await page.reload();
  await expect(page.getByRole("switch", { name: "Sound" })).not.toBeChecked();
  await expect(page.getByText("This browser plays no sounds.")).toHaveCount(0);
});
