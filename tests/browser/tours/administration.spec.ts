// Those who run the server, in two browsers: as the one decides it, and as the other feels it.

import { PASSWORD } from "../../server/server.mjs";
import { adaAndBob } from "../gathering.js";
import type { Person } from "../person.js";
import { expect, test } from "../stage.js";

async function opens({ page }: Person, name: string) {
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
}

async function logsIn({ page }: Person, name: string) {
  await page.getByLabel("Username").fill(name);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Log in" }).click();
}

test("whoever is suspended is out at once, reads why, and is back when it is lifted", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  await bob.says("buy my things");
  await opens(ada, "Accounts");
  await ada.page.getByLabel("Find an account").fill("bo");
  const acts = ada.page.getByRole("button", { name: "What to do about bob" });
  await acts.focus();
  await ada.page.keyboard.press("Enter");
  await ada.page.getByRole("menuitem", { name: "Suspend" }).press("Enter");
  const dialog = ada.page.getByRole("dialog", { name: "Suspend bob?" });
  await dialog.getByLabel("Reason").fill("no trade here");
  await dialog.getByRole("radio", { name: "Until lifted" }).check();
  await dialog.getByRole("button", { name: "Suspend" }).click();
  await expect(ada.page.getByText("bob is suspended.", { exact: true })).toBeVisible();
  await expect(ada.page.getByText("Suspended. Reason: no trade here")).toBeVisible();

  const why = bob.page.getByText("Your account is suspended. Reason: no trade here");
  await expect(bob.page.getByRole("heading", { name: "Welcome back" })).toBeVisible();
  await expect(why).toBeVisible();
  await logsIn(bob, "bob");
  await expect(bob.page.getByRole("alert")).toHaveText("Your account is suspended. Reason: no trade here");

  await acts.click();
  await ada.page.getByRole("menuitem", { name: "Lift suspension" }).click();
  await ada.page.getByRole("dialog").getByRole("button", { name: "Lift suspension" }).click();
  await expect(ada.page.getByText("bob is no longer suspended.", { exact: true })).toBeVisible();
  await bob.page.getByRole("button", { name: "Log in" }).click();
  await bob.isInChannel("general");
  await bob.says("sorry");

  await ada.page.getByRole("link", { name: "Server log", exact: true }).click();
  const log = ada.page.getByRole("list", { name: "Log of the server" }).getByRole("listitem");
  await expect(log.filter({ hasText: "ada lifted the suspension of bob" })).toBeVisible();
  await expect(log.filter({ hasText: "ada suspended bob" })).toContainText(
    "Reason for the user: none → no trade here",
  );
});

test("settings hold at once, and a moderator finds the accounts only", async ({ server, newcomer }) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  await bob.isInChannel("general");
  await opens(ada, "Server");
  await ada.page.getByRole("switch", { name: "Read-only" }).click();
  await expect(ada.page.getByRole("switch", { name: "Read-only" })).toBeChecked();
  await bob.composer().fill("too late");
  await bob.page.keyboard.press("Enter");
  await expect(bob.page.getByText("This server takes no changes at present.").first()).toBeVisible();
  await ada.page.getByRole("switch", { name: "Read-only" }).click();
  await expect(ada.page.getByRole("switch", { name: "Read-only" })).not.toBeChecked();
  // The radio is set once the server has it, which `check` does not wait for.
  const administrators = ada.page.getByRole("radio", { name: "Administrators" });
  await administrators.click();
  await expect(administrators).toBeChecked();
  await expect(ada.page.getByText("Saved").first()).toBeVisible();

  await ada.page.getByRole("link", { name: "Accounts", exact: true }).click();
  await ada.page.getByRole("button", { name: "What to do about bob" }).click();
  await ada.page.getByRole("menuitem", { name: "Role" }).click();
  const dialog = ada.page.getByRole("dialog", { name: "Which role shall bob have?" });
  await dialog.getByRole("radio", { name: "Moderator" }).check();
  await dialog.getByRole("button", { name: "Role" }).click();
  await expect(ada.page.getByText("bob is Moderator now.", { exact: true })).toBeVisible();

  await bob.page.reload();
  await opens(bob, "Accounts");
  await expect(bob.page.getByRole("link", { name: "Server", exact: true })).toHaveCount(0);
  await expect(bob.page.getByRole("button", { name: "What to do about ada" })).toHaveCount(0);
});
