// Threads between two people: begun at a message, spoken in, archived and found again.

import type { Locator } from "@playwright/test";
import { adaAndBob } from "../gathering.js";
import type { Person } from "../person.js";
import { expect, test } from "../stage.js";

const WIDE = { viewport: { width: 1_440, height: 900 } };

function pane(person: Person, name: string): Locator {
  return person.page.getByRole("complementary", { name });
}

function said(person: Person, text: string): Locator {
  return person.page.getByRole("log", { name: "Messages in latency" }).getByText(text, { exact: true });
}

async function begins(person: Person, text: string, name: string): Promise<void> {
  const row = person.page.getByRole("log").getByRole("article").filter({ hasText: text });
  await row.hover();
  await row.getByRole("toolbar").getByRole("button", { name: "More" }).click();
  await person.page.getByRole("menuitem", { name: "Create thread" }).click();
  const dialog = person.page.getByRole("dialog", { name: "Create thread" });
  await dialog.getByRole("textbox", { name: "Name of the thread" }).fill(name);
  await dialog.getByRole("button", { name: "Create thread" }).click();
  await expect(pane(person, name)).toBeVisible();
}

async function saysIn(person: Person, thread: string, text: string): Promise<void> {
  const composer = person.page.getByRole("textbox", { name: `Message ${thread}` });
  await composer.fill(text);
  await composer.press("Enter");
  await expect(composer).toHaveValue("");
}

async function picks(person: Person, item: string): Promise<void> {
  await person.page.getByRole("button", { name: "Menu of the thread" }).click();
  await person.page.getByRole("menuitem", { name: item }).click();
}

test("a thread is begun, joined, spoken in by both, archived and brought back", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, (name) => newcomer(name, WIDE));
  await ada.says("what about p99?");
  await bob.sees("what about p99?");
  await begins(ada, "what about p99?", "latency");
  await saysIn(ada, "latency", "it moves with the disk");

  const channels = bob.page.getByRole("navigation", { name: "Channels of The Guild" });
  await expect(channels.getByRole("link", { name: "latency" })).toBeVisible();
  await bob.page.getByRole("link", { name: /Thread: latency/ }).click();
  await expect(said(bob, "it moves with the disk")).toBeVisible();
  await saysIn(bob, "latency", "so it is the disk");
  await expect(said(ada, "so it is the disk")).toBeVisible();

  await picks(ada, "Archive");
  await expect(pane(bob, "latency")).toContainText("This thread is archived.");
  await expect(channels.getByRole("link", { name: "latency" })).toHaveCount(0);
  await bob.page.getByRole("button", { name: "Close the thread" }).click();
  await bob.page.getByRole("button", { name: "Threads", exact: true }).click();
  const threads = bob.page.getByRole("dialog", { name: "Threads" });
  await threads.getByRole("button", { name: "Unarchive latency" }).click();
  await expect(threads.getByRole("region", { name: "Active" })).toContainText("latency");
  await bob.page.keyboard.press("Escape");
  await expect(channels.getByRole("link", { name: "latency" })).toBeVisible();
});
