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

test("p5 whoever is kicked reads which guild is gone and comes back by an invite; whoever is banned does not", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const invite = await ada.invites("The Guild");
  const gone = bob.page.getByRole("heading", { name: "You are not in The Guild any more" });
  await bob.says("buy mailboxes");
  await ada.sees("buy mailboxes");

  // By keyboard alone.
  await member(ada, "bob").press("Enter");
  await ada.page
    .getByRole("dialog", { name: "bob" })
    .getByRole("button", { name: "Kick bob…" })
    .press("Enter");
  await expect(ada.page.getByRole("dialog", { name: "Kick bob?" }).getByLabel("Reason")).toBeFocused();
  await ada.page.keyboard.press("Enter");
  await expect(ada.page.getByText("bob is not in the guild any more.", { exact: true })).toBeVisible();
  await expect(gone).toBeVisible();
  await expect(member(ada, "bob")).toHaveCount(0);

  await bob.page.goto(invite);
  await bob.page.getByRole("button", { name: "Join The Guild" }).click();
  await bob.isInChannel("general");
  await bob.says("buy more mailboxes");

  await ada.page.getByRole("article").filter({ hasText: "buy more mailboxes" }).hover();
  await ada.page.getByRole("button", { name: "More" }).click();
  await ada.page.getByRole("menuitem", { name: "Ban…" }).click();
  const dialog = ada.page.getByRole("dialog", { name: "Ban bob?" });
  await dialog.getByLabel("Reason").fill("Werbung für Kästen");
  await dialog.getByLabel("Delete their messages of").selectOption("The last hour");
  await dialog.getByRole("button", { name: "Ban" }).click();
  await expect(gone).toBeVisible();
  for (const text of ["buy mailboxes", "buy more mailboxes"]) await expect(ada.message(text)).toHaveCount(0);
  await bob.page.goto(invite);
  await bob.page.getByRole("button", { name: "Join The Guild" }).click();
  await expect(bob.page.getByText("You are banned from this guild.")).toBeVisible();

  await ada.page.getByRole("button", { name: "Menu of The Guild" }).click();
  await ada.page.getByRole("menuitem", { name: "Guild settings" }).click();
  await ada.page.getByRole("link", { name: "Bans" }).click();
  await expect(ada.page.getByRole("listitem").filter({ hasText: "Werbung für Kästen" })).toContainText("bob");
  await ada.page.getByRole("button", { name: "Unban bob" }).press("Enter");
  await expect(ada.page.getByRole("heading", { name: "Nobody is banned" })).toBeVisible();
  await bob.page.reload();
  await bob.page.getByRole("button", { name: "Join The Guild" }).click();
  await bob.isInChannel("general");
});
