// What is done to messages, between two people: both see the same, at once and after a break.

import type { Locator } from "@playwright/test";
import { adaAndBob, allRead } from "../gathering.js";
import type { Person } from "../person.js";
import { expect, test } from "../stage.js";

function row(person: Person, text: string): Locator {
  const said = person.page.locator("[data-content]", { hasText: text });
  return person.page.getByRole("article").filter({ has: said });
}

async function presses(person: Person, text: string, tool: string): Promise<void> {
  await row(person, text).hover();
  await row(person, text).getByRole("toolbar").getByRole("button", { name: tool }).click();
}

async function picks(person: Person, text: string, item: string): Promise<void> {
  await presses(person, text, "More");
  await person.page.getByRole("menuitem", { name: item }).click();
}

async function reacts(person: Person, text: string, search: string): Promise<void> {
  await presses(person, text, "React");
  await person.page.getByRole("searchbox", { name: "Search emojis" }).fill(search);
  await person.page.keyboard.press("Enter");
}

test("p2 edits, answers, reactions and pins are seen by both, and deletions by nobody any more", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  await bob.says("a first thougt");
  await ada.sees("a first thougt");
  const text = bob.page.getByRole("textbox", { name: "Text of the message" });
  await expect(async () => {
    // Others may have it before its author hears that it is there.
    await bob.page.keyboard.press("ArrowUp");
    await expect(text).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await text.fill("a first **thought**");
  await bob.page.keyboard.press("Enter");
  await expect(row(ada, "a first thought").locator("strong")).toHaveText("thought");
  await expect(row(ada, "a first thought")).toContainText("edited");

  await reacts(ada, "a first thought", "tada");
  await expect(bob.page.getByRole("button", { name: "🎉, 1 reaction" })).toBeVisible();
  await bob.page.getByRole("button", { name: "🎉, 1 reaction" }).click();
  await expect(ada.page.getByRole("button", { name: "🎉, 2 reactions" })).toBeVisible();

  await presses(ada, "a first thought", "Reply");
  await ada.says("indeed it is");
  await expect(row(bob, "indeed it is")).toContainText("a first thought");

  await picks(ada, "a first thought", "Pin");
  await expect(bob.page.getByRole("log").getByText("ada pinned a message.")).toBeVisible();
  await bob.page.getByRole("button", { name: "Pinned messages" }).click();
  const pins = bob.page.getByRole("dialog", { name: "Pinned messages" });
  await expect(pins).toContainText("a first thought");
  await bob.page.keyboard.press("Escape");

  await picks(bob, "a first thought", "Delete");
  const asked = bob.page.getByRole("dialog", { name: "Delete this message?" });
  await asked.getByRole("button", { name: "Delete" }).click();
  for (const person of [ada, bob]) {
    await expect(person.message("indeed it is")).toBeVisible();
    await expect(row(person, "indeed it is")).toContainText("The answered message is gone");
    await expect(person.page.getByText("🎉")).toHaveCount(0);
  }
});

test("p2 what was done to messages while one was away is there on return, once", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  for (const text of ["stays", "changes", "goes"]) await bob.says(text);
  for (const text of ["stays", "changes", "goes"]) await ada.sees(text);
  await ada.page.context().setOffline(true);
  await reacts(bob, "stays", "tada");
  await presses(bob, "changes", "Edit");
  await bob.page.getByRole("textbox", { name: "Text of the message" }).fill("changed");
  await bob.page.keyboard.press("Enter");
  await expect(row(bob, "changed")).toBeVisible();
  await picks(bob, "goes", "Delete");
  await bob.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(bob.message("goes")).toHaveCount(0);
  await bob.says("added");
  await ada.page.context().setOffline(false);
  await ada.sees("added");
  await expect(ada.page.getByRole("button", { name: "🎉, 1 reaction" })).toBeVisible();
  await allRead([ada, bob], ["stays", "changed (edited)", "added"]);
});
