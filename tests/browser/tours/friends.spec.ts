// Friends between two people: asked by name, accepted, ended, and over several tabs.

import { adaAndBob, opensTab } from "../gathering.js";
import type { Person } from "../person.js";
import { expect, test } from "../stage.js";

async function opensFriends({ page }: Person, list?: string): Promise<void> {
  await page
    .getByRole("navigation", { name: "Guilds" })
    .getByRole("link", { name: /^Friends/ })
    .click();
  if (list) await page.getByRole("navigation", { name: "Lists of friends" }).getByText(list).click();
}

test("p2 a request is made by name, taken in another browser, and ends in all tabs", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const second = await opensTab(bob);
  await opensFriends(ada);
  await ada.page.getByLabel("Their username").fill("bob");
  await ada.page.keyboard.press("Enter");
  await expect(ada.page.getByText("You asked bob.", { exact: true })).toBeVisible();
  for (const { page } of [bob, second])
    await expect(page.getByRole("link", { name: "Friends and messages, 1 waits" })).toBeVisible();
  await opensFriends(bob, "Pending");
  await bob.page.getByRole("button", { name: "Accept the request of ada" }).click();
  await opensFriends(second);
  for (const { page, name } of [
    { page: ada.page, name: "bob" },
    { page: bob.page, name: "ada" },
    { page: second.page, name: "ada" },
  ]) {
    await page.getByRole("navigation", { name: "Lists of friends" }).getByText("All").click();
    await expect(page.getByRole("button", { name: `Unfriend ${name}` })).toBeVisible();
  }
  await bob.page.reload();
  await bob.page.getByRole("button", { name: "Block ada" }).click();
  await bob.page.getByRole("dialog", { name: "Block ada" }).getByRole("button", { name: "Block" }).click();
  for (const { page } of [ada, bob, second])
    await expect(page.getByRole("heading", { name: "No friends yet" })).toBeVisible();
  await ada.page.getByLabel("Their username").fill("bob");
  await ada.page.keyboard.press("Enter");
  await expect(ada.page.getByText("This user takes no friend request from you.")).toBeVisible();
});
