// What was read, on two devices of one person: the same on both, also for the one that was away.

import { adaAndBob, GUILD } from "../gathering.js";
import type { Person } from "../person.js";
import { expect, test } from "../stage.js";

/** Where nothing of the guild is on screen. */
async function looksAway({ page }: Person): Promise<void> {
  await page
    .getByRole("navigation", { name: "Guilds" })
    .getByRole("link", { name: /^Friends and messages/ })
    .click();
  await expect(page.getByRole("heading", { name: "Friends", exact: true })).toBeVisible();
}

async function comesBack({ page }: Person): Promise<void> {
  await page
    .getByRole("navigation", { name: "Guilds" })
    .getByRole("link", { name: new RegExp(GUILD) })
    .click();
}

test("a mention is counted on both devices, and read on both when it is read on one", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const desk = await newcomer("bob");
  await desk.logsIn();
  await looksAway(bob);
  await looksAway(desk);
  await ada.says("@bob have a look");
  for (const { page } of [bob, desk]) await expect(page).toHaveTitle(/^\(1\) /);
  await comesBack(desk);
  await desk.sees("@bob have a look");
  for (const { page } of [bob, desk]) await expect(page).not.toHaveTitle(/^[(•]/);

  // One of the two goes away for the night.
  await looksAway(desk);
  await bob.page.goto("about:blank");
  await ada.says("@bob and another one");
  await expect(desk.page).toHaveTitle(/^\(1\) /);
  await bob.page.goto("/friends");
  await expect(bob.page).toHaveTitle(/^\(1\) /);
  await comesBack(bob);
  await bob.sees("@bob and another one");
  for (const { page } of [bob, desk]) await expect(page).not.toHaveTitle(/^[(•]/);
});

test("a message is made unread by hand, and a whole guild is read at once", async ({ server, newcomer }) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  await ada.says("first");
  await ada.says("second");
  await bob.sees("second");
  const row = bob.page.getByRole("article").filter({ hasText: "second" });
  await row.hover();
  await row.getByRole("button", { name: "More" }).click();
  await bob.page.getByRole("menuitem", { name: "Mark as unread" }).click();
  await looksAway(bob);
  await expect(bob.page).toHaveTitle(/^• /);
  const second = await bob.page.context().newPage();
  await second.goto("/friends");
  await expect(second).toHaveTitle(/^• /);
  await bob.page.setViewportSize({ width: 360, height: 740 });
  await bob.page.goto("/");
  await bob.page.getByRole("button", { name: `Menu of ${GUILD}` }).click();
  await bob.page.getByRole("menuitem", { name: "Mark as read" }).click();
  for (const page of [bob.page, second]) await expect(page).not.toHaveTitle(/^[(•]/);
});
