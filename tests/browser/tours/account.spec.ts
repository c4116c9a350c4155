// An account that ends: what it wrote stays, and nobody is behind it any more.

import { PASSWORD } from "../../server/server.mjs";
import { adaAndBob } from "../gathering.js";
import { expect, test } from "../stage.js";

const GONE = "Your account is deleted.";

test("whoever deletes their account is gone everywhere, and their messages stay without a name", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const members = ada.page.getByRole("complementary", { name: "Members" });
  await bob.says("I was here");
  await ada.sees("I was here");
  await expect(members.getByRole("link", { name: /^bob/ })).toBeVisible();
  const invite = await ada.invites("The Guild");

  await bob.page.getByRole("button", { name: "Settings", exact: true }).click();
  await bob.page.getByRole("link", { name: /^Password/ }).click();
  // By keyboard alone.
  await bob.page.getByRole("button", { name: "Delete account" }).press("Enter");
  const dialog = bob.page.getByRole("dialog", { name: "Delete your account?" });
  await expect(dialog).toContainText("Your messages and files stay where they are");
  await bob.page.keyboard.type("not my password");
  await bob.page.keyboard.press("Enter");
  await expect(dialog.getByText("Password does not match.")).toBeVisible();
  await dialog.getByLabel("Your password").fill(PASSWORD);
  await bob.page.keyboard.press("Enter");
  await expect(bob.page.getByText(GONE)).toBeVisible();
  await expect(bob.page.getByRole("button", { name: "Log in" })).toBeVisible();

  // Live for others.
  await expect(members.getByRole("link", { name: /^bob/ })).toHaveCount(0);
  const said = ada.page.getByRole("article").filter({ hasText: "I was here" });
  await ada.page.reload();
  await expect(said).toContainText("Deleted user");
  await expect(said).not.toContainText("bob");

  await bob.page.getByLabel("Username").fill("bob");
  await bob.page.getByLabel("Password").fill(PASSWORD);
  await bob.page.getByRole("button", { name: "Log in" }).click();
  await expect(bob.page.getByText("Wrong name or password.")).toBeVisible();

  // The name is free. Who has it now has written nothing yet.
  await bob.registers(invite);
  await expect(members.getByRole("link", { name: /^bob/ })).toBeVisible();
  await expect(said).toContainText("Deleted user");
});
