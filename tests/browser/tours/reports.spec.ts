// What is reported of messages: by the menu of one, and as those who look after the guild deal with it.

import { adaAndBob } from "../gathering.js";
import { expect, test } from "../stage.js";

test("a message is reported, counted where one looks after the guild, taken and dealt with", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const cleo = await newcomer("cleo");
  await cleo.registers(await ada.invites("The Guild"));
  await bob.says("buy my coins");
  const { page } = ada;
  await page.getByRole("button", { name: "Menu of The Guild" }).click();
  await page.getByRole("menuitem", { name: "Guild settings" }).click();
  await page.getByRole("link", { name: "Reports" }).click();
  await expect(page.getByRole("heading", { name: "Nothing is reported" })).toBeVisible();

  await cleo.page.getByRole("article").filter({ hasText: "buy my coins" }).hover();
  await cleo.page.getByRole("button", { name: "More" }).click();
  await cleo.page.getByRole("menuitem", { name: "Report" }).click();
  const dialog = cleo.page.getByRole("dialog", { name: "Report this message?" });
  await dialog.getByRole("button", { name: "Report" }).click();
  await expect(dialog.getByText("Say in a few words what is wrong.")).toBeVisible();
  await dialog.getByLabel("What is wrong with it?").fill("spam");
  await dialog.getByRole("button", { name: "Report" }).click();
  await expect(cleo.page.getByText("Thank you. Those who look after the guild will see it.", { exact: true })).toBeVisible();

  const card = page.getByRole("listitem").filter({ hasText: "buy my coins" });
  await expect(card).toContainText("cleo: spam");
  await expect(page.getByRole("link", { name: "Reports 1 waits" })).toBeVisible();
  await card.getByRole("button", { name: "Take it" }).click();
  await expect(card).toContainText("You take care of it.");
  await card.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("heading", { name: "Nothing is reported" })).toBeVisible();
  await expect(cleo.message("buy my coins")).toHaveCount(0);
  await page.getByLabel("Show").selectOption("Done with");
  await expect(page.getByRole("listitem").filter({ hasText: "the message was deleted" })).toBeVisible();
});
