// What moderators do about members, in two browsers: as the one does it, and as the other feels it.

import { PASSWORD } from "../../server/server.mjs";
import { adaAndBob } from "../gathering.js";
import { joins } from "../lounge.js";
import type { Person } from "../person.js";
import { expect, TELEPHONE, test } from "../stage.js";

const member = ({ page }: Person, name: string) =>
  page.getByRole("complementary", { name: "Members" }).getByRole("link", { name: new RegExp(`^${name}`) });

const isQuiet = ({ page }: Person) => page.getByText(/^You are in time-out: you can only read here, until /);

test("a time-out takes composer and voice away at once, in all tabs, and gives them back", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  await bob.says("one thing after the other");
  await joins(bob);
  await bob.composer().fill("half a thought");

  // By keyboard alone.
  await member(ada, "bob").focus();
  await ada.page.keyboard.press("Enter");
  const card = ada.page.getByRole("dialog", { name: "bob" });
  await card.getByRole("button", { name: "Put bob in time-out…" }).press("Enter");
  const dialog = ada.page.getByRole("dialog", { name: "Put bob in time-out?" });
  await expect(dialog.getByLabel("Reason")).toBeVisible();
  await dialog.getByRole("radio", { name: "10 minutes" }).focus();
  await ada.page.keyboard.press("ArrowUp");
  await expect(dialog.getByRole("radio", { name: "5 minutes" })).toBeChecked();
  await dialog.getByLabel("Reason").focus();
  await ada.page.keyboard.type("zu laut – ü");
  await ada.page.keyboard.press("Enter");
  await expect(ada.page.getByText(/^bob is in time-out until /)).toBeVisible();
  await expect(dialog).toBeHidden();

  await expect(isQuiet(bob)).toBeVisible();
  await expect(bob.composer()).toBeHidden();
  await expect(bob.page.getByText(/^[45]:\d\d left$/)).toBeVisible();
  await expect(bob.page.getByText("You are in time-out, and can join when it ends.")).toBeVisible();
  // Also on the page anew.
  await bob.page.reload();
  await expect(isQuiet(bob)).toBeVisible();
  await bob.page.getByRole("button", { name: "Join Lounge" }).click();
  await expect(bob.page.getByText("You are in time-out, and can join when it ends.")).toBeVisible();

  await member(ada, "bob").click();
  await expect(card).toContainText("In time-out until");
  await card.getByRole("button", { name: "End the time-out of bob" }).click();
  await expect(ada.page.getByText("bob may write again.", { exact: true })).toBeVisible();
  await expect(bob.composer()).toHaveValue("half a thought");
  await bob.says("and now the rest");
  await ada.sees("and now the rest");
});

test("on a telephone the menu of a message leads to it, and whoever may not is not offered it", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  await ada.says("welcome");
  await bob.says("here I am");
  await bob.page.getByRole("article").filter({ hasText: "welcome" }).hover();
  await bob.page.getByRole("button", { name: "More" }).click();
  await expect(bob.page.getByRole("menuitem", { name: "Copy link" })).toBeVisible();
  await expect(bob.page.getByRole("menuitem", { name: "Time out…" })).toHaveCount(0);
  await bob.page.keyboard.press("Escape");

  const phone = await newcomer("ada", TELEPHONE);
  await phone.page.goto("/login");
  await phone.page.getByLabel("Username").fill("ada");
  await phone.page.getByLabel("Password").fill(PASSWORD);
  await phone.page.getByRole("button", { name: "Log in" }).tap();
  await phone.page.getByRole("link", { name: /^general/ }).tap();
  await phone.message("here I am").tap();
  await phone.page.getByRole("button", { name: "More" }).tap();
  await phone.page.getByRole("menuitem", { name: "Time out…" }).tap();
  const dialog = phone.page.getByRole("dialog", { name: "Put bob in time-out?" });
  await dialog.getByRole("radio", { name: "1 week" }).tap();
  await dialog.getByRole("button", { name: "Put in time-out" }).tap();
  await expect(dialog).toBeHidden();
  await expect(isQuiet(bob)).toBeVisible();
});
