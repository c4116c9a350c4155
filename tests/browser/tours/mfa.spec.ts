// Two-step login: switched on with an app, asked for at every login, and switched off again.

import { readFile } from "node:fs/promises";
import { PASSWORD } from "../../server/server.mjs";
import { Authenticator } from "../authenticator.js";
import { adaAndBob } from "../gathering.js";
import type { Person } from "../person.js";
import { expect, test } from "../stage.js";

async function opensTwoStep({ page }: Person) {
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await page.getByRole("link", { name: "Two-step login", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Two-step login", level: 1 })).toBeVisible();
}

async function comesToTheCode({ page, name }: Person) {
  await page.goto("/login");
  await page.getByLabel("Username").fill(name);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Code", { exact: true })).toBeFocused();
}

test("a login asks for a code of the app, or for one that was kept", async ({ server, newcomer }) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  await opensTwoStep(bob);
  // By keyboard alone.
  await bob.page.getByRole("button", { name: "Switch on" }).press("Enter");
  const dialog = bob.page.getByRole("dialog");
  await expect(dialog.getByRole("img", { name: "QR code with the secret" })).toBeVisible();
  const app = new Authenticator(await dialog.getByLabel("Secret", { exact: true }).inputValue());
  await dialog.getByLabel("Your password").fill(PASSWORD);
  await dialog.getByLabel("Code", { exact: true }).fill("12345");
  await bob.page.keyboard.press("Enter");
  await expect(dialog.getByText("This code is wrong, or it was used before.")).toBeVisible();
  await expect(dialog.getByLabel("Code", { exact: true })).toBeFocused();
  const first = app.code();
  await dialog.getByLabel("Code", { exact: true }).fill(first);
  await bob.page.keyboard.press("Enter");
  const codes = dialog.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const [kept = "", another = ""] = await codes.allTextContents();
  const download = bob.page.waitForEvent("download");
  await dialog.getByRole("link", { name: "Keep as a file" }).click();
  const file = await (await download).path();
  expect((await readFile(file, "utf8")).split("\n")).toContain(kept);
  await dialog.getByRole("button", { name: "I have kept them" }).press("Enter");
  await expect(bob.page.getByText("Your logins ask for a code.")).toBeVisible();

  // On another device.
  const elsewhere = await newcomer("bob");
  await comesToTheCode(elsewhere);
  await elsewhere.page.getByLabel("Code", { exact: true }).fill(first);
  await elsewhere.page.keyboard.press("Enter");
  await expect(elsewhere.page.getByText("This code is wrong, or it was used before.")).toBeVisible();
  await elsewhere.page.getByLabel("Code", { exact: true }).fill(app.code());
  await elsewhere.page.keyboard.press("Enter");
  await elsewhere.isInChannel("general");

  // Without the telephone.
  const borrowed = await newcomer("bob");
  await comesToTheCode(borrowed);
  await borrowed.page.getByRole("button", { name: "Use a recovery code" }).press("Enter");
  await borrowed.page.getByLabel("Recovery code").fill(kept.toUpperCase().replaceAll("-", " "));
  await borrowed.page.keyboard.press("Enter");
  await borrowed.isInChannel("general");

  // Whoever owns the server sees who has it.
  await ada.page.getByRole("button", { name: "Settings", exact: true }).click();
  await ada.page.getByRole("link", { name: "Accounts", exact: true }).click();
  const people = ada.page.getByRole("list", { name: "Accounts" }).getByRole("listitem");
  await expect(people.filter({ hasText: "bob" })).toContainText("Two-step login");
  await expect(people.filter({ hasText: "ada" })).not.toContainText("Two-step login");

  await bob.page.reload();
  await expect(bob.page.getByText("9 codes are left.")).toBeVisible();
  await bob.page.getByRole("button", { name: "Switch off" }).click();
  await dialog.getByLabel("Your password").fill(PASSWORD);
  await dialog.getByLabel("Code", { exact: true }).fill(another);
  await bob.page.keyboard.press("Enter");
  await expect(bob.page.getByText("Your password alone is enough to log in.")).toBeVisible();
});
