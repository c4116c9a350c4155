// What somebody says of themselves: written in the settings, read on their card, and not by whoever they block.

import { PASSWORD } from "../../server/server.mjs";
import { adaAndBob, signsIn } from "../gathering.js";
import type { Person } from "../person.js";
import { expect, TELEPHONE, test } from "../stage.js";

async function opensCard({ page }: Person, of: string) {
  await page
    .getByRole("complementary", { name: "Members" })
    .getByRole("link", { name: new RegExp(`^${of}`) })
    .click();
  return page.getByRole("dialog", { name: of });
}

async function saysOfThemselves({ page }: Person, text: string): Promise<void> {
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  const field = page.getByRole("textbox", { name: "About you" });
  // By keyboard alone.
  await field.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Your profile is saved.", { exact: true })).toBeVisible();
}

test("what one says of oneself is on one's card, as messages show it, and blocking hides it", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const field = bob.page.getByRole("textbox", { name: "About you" });
  await saysOfThemselves(bob, "I *paint*.\n<img src=x onerror=alert(1)>\nhttps://example.org/bob");
  await expect(field).toHaveAccessibleDescription(/ 63 of 190 characters\.$/);
  await bob.page.reload();
  await expect(field).toHaveValue(/^I \*paint\*\.\n<img/);

  const card = await opensCard(ada, "bob");
  const about = card.getByRole("region", { name: "About" });
  await expect(about.getByText("paint", { exact: true })).toHaveCSS("font-style", "italic");
  await expect(about).toContainText("<img src=x onerror=alert(1)>");
  await expect(about.getByRole("link")).toHaveAttribute("href", "https://example.org/bob");

  await card.getByRole("button", { name: "Block bob" }).click();
  await ada.page.getByRole("dialog", { name: "Block bob" }).getByRole("button", { name: "Block" }).click();
  await expect(card.getByRole("button", { name: "Unblock bob" })).toBeVisible();
  await card.getByRole("button", { name: "Close" }).click();
  const again = await opensCard(ada, "bob");
  await expect(again.getByRole("button", { name: "Unblock bob" })).toBeVisible();
  await expect(about).toHaveCount(0);

  await field.fill("x".repeat(191));
  await bob.page.getByRole("button", { name: "Save the text" }).click();
  await expect(bob.page.getByText("Use at most 190 characters.")).toBeVisible();
});

test("a telephone shows it, and offers to try again where it does not come", async ({ server, newcomer }) => {
  const { bob } = await adaAndBob(server, newcomer);
  await saysOfThemselves(bob, "short lines\n".repeat(15));
  const ada = await newcomer("ada", TELEPHONE);
  await ada.page.goto("/login");
  await ada.page.getByLabel("Username").fill("ada");
  await ada.page.getByLabel("Password").fill(PASSWORD);
  await ada.page.getByRole("button", { name: "Log in" }).tap();
  await ada.page.getByRole("button", { name: "Your menu" }).waitFor();
  const { guild, channel } = await signsIn(server, "ada");
  await ada.page.route("**/api/x/users/*/profile", (route) => route.abort(), { times: 3 });
  await ada.page.goto(`/channels/${guild}/${channel}`);
  await ada.page.getByRole("button", { name: "Show members" }).tap();
  await ada.page.getByRole("complementary", { name: "Members" }).getByRole("link", { name: /^bob/ }).tap();
  const card = ada.page.getByRole("dialog", { name: "bob" });
  await card.getByRole("button", { name: "Try again" }).tap();
  await expect(card.getByRole("region", { name: "About" })).toContainText("short lines");
  await expect(card.getByRole("button", { name: "Block bob" })).toBeInViewport();
});
