// What may not be written: the rule as one makes it, and as the other feels it.

import { adaAndBob } from "../gathering.js";
import { expect, test } from "../stage.js";

test("a rule is made and tried, and refuses what another one writes, who keeps the words and changes them", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const { page } = ada;
  await page.getByRole("button", { name: "Menu of The Guild" }).click();
  await page.getByRole("menuitem", { name: "Guild settings" }).click();
  await page.getByRole("link", { name: "Rules" }).click();
  await expect(page.getByRole("heading", { name: "Everything may be written" })).toBeVisible();
  await page.getByRole("button", { name: "New rule" }).click();
  await page.getByLabel("Name of the rule").fill("Language");
  await page.getByLabel("Words").fill("sludge*\nmuck");
  await page.getByLabel("Try a text").fill("What SLUDGES!");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The rule is against it.")).toBeVisible();
  await page.getByLabel("Try a text").fill("mucky");
  await page.getByRole("button", { name: "Try" }).click();
  await expect(page.getByText("It may be written.")).toBeVisible();
  await page.getByLabel("What the author is told").fill("Mind your language.");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("switch", { name: "Language" })).toBeChecked();

  await bob.composer().fill("such s\u200bludge");
  await bob.composer().press("Enter");
  await expect(bob.page.getByRole("alert")).toContainText("Not sent: Mind your language.");
  await bob.page.getByRole("alert").getByRole("button", { name: "Edit" }).click();
  await expect(bob.composer()).toHaveValue("such s\u200bludge");
  await bob.composer().fill("such good earth");
  await bob.composer().press("Enter");
  await page.getByRole("button", { name: "Delete Language" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("heading", { name: "Everything may be written" })).toBeVisible();
  await page.goBack();
  await ada.sees("such good earth");
  await bob.says("sludge for everybody");
});
