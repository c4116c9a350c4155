// Raid brakes: set by whoever manages the guild, and felt by whoever wants in.

import { adaAndBob } from "../gathering.js";
import { expect, test } from "../stage.js";

test("invites are paused by one press, a newcomer reads why they cannot join, and comes in afterwards", async ({
  server,
  newcomer,
}) => {
  const { ada } = await adaAndBob(server, newcomer);
  const invite = await ada.invites("The Guild");
  const { page } = ada;
  await page.getByRole("button", { name: "Menu of The Guild" }).click();
  await page.getByRole("menuitem", { name: "Guild settings" }).click();
  await page.getByRole("link", { name: "Brakes" }).click();
  await expect(page.getByText("Invites work")).toBeVisible();
  await page.getByRole("button", { name: "Pause invites" }).click();
  await expect(page.getByText("Invites are paused")).toBeVisible();
  const resume = page.getByRole("button", { name: "Let people join again" });
  await expect(resume).toHaveAttribute("aria-busy", "false");

  const cleo = await newcomer("cleo");
  await cleo.asksIn(invite);
  await expect(cleo.page.getByRole("alert")).toContainText(
    "Nobody can join this guild at present: its invites are paused.",
  );
  await resume.click();
  await expect(page.getByText("Invites work")).toBeVisible();
  await expect(page.getByRole("button", { name: "Pause invites" })).toHaveAttribute("aria-busy", "false");
  await cleo.page.getByRole("button", { name: "Register and join" }).click();
  await cleo.isInChannel("general");
});
