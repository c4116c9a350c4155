// A channel for announcements: made by one who writes there, read by the other.

import { adaAndBob } from "../gathering.js";
import { expect, test } from "../stage.js";

test("a channel for announcements is made, where one writes and the other only reads", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const { page } = ada;
  await page.getByRole("button", { name: "Menu of The Guild" }).click();
  await page.getByRole("menuitem", { name: "Create channel" }).click();
  const dialog = page.getByRole("dialog", { name: "Create channel" });
  await dialog.getByLabel("Channel name").fill("news");
  await dialog.getByLabel("Kind").selectOption("Announcements");
  await expect(dialog.getByText(/^Everybody reads here\./)).toBeVisible();
  await dialog.getByRole("button", { name: "Create channel" }).click();
  await ada.isInChannel("news");
  await ada.composer("news").fill("we open at nine");
  await ada.composer("news").press("Enter");
  await ada.sees("we open at nine");

  await bob.page.getByRole("link", { name: /^news\b.*Announcements.*read only/ }).click();
  await bob.sees("we open at nine");
  await expect(bob.composer("news")).toHaveCount(0);
});
