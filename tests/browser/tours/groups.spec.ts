// A group of friends in three browsers: made, talked in, named, left and owned by somebody else in the end.

import type { Server } from "../../server/server.mjs";
import { adaAndBob, opensTab, signsIn } from "../gathering.js";
import type { Person } from "../person.js";
import { expect, TELEPHONE, test } from "../stage.js";

const home = ({ page }: Person) =>
  page.getByRole("navigation", { name: "Guilds" }).getByRole("link", { name: /^Friends and messages/ });

const people = ({ page }: Person) => page.getByRole("complementary", { name: "People in the group" });

/** The group in the list beside the rail. */
const entry = ({ page }: Person, name: string) =>
  page
    .getByRole("navigation", { name: "Friends and messages" })
    .getByRole("link", { name: new RegExp(`^${name}`) });

async function befriend(server: Server, one: string, other: string): Promise<void> {
  for (const [who, whom] of [
    [one, other],
    [other, one],
  ] as const) {
    const { authorization } = await signsIn(server, who);
    await server.request("POST", "/api/x/relationships", authorization, { username: whom });
  }
}

/** Ada owns the guild; bob and cyd are her friends, and none of each other's. */
async function threeFriends(server: Server, newcomer: (name: string) => Promise<Person>) {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const cyd = await newcomer("cyd");
  await cyd.registers(await ada.invites("The Guild"));
  await befriend(server, "ada", "bob");
  await befriend(server, "ada", "cyd");
  return { ada, bob, cyd };
}

/** By the keyboard alone, from the open list. */
async function makesGroup({ page }: Person, friends: readonly string[]): Promise<void> {
  await page.getByRole("button", { name: "New group" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "New group" });
  await expect(dialog.getByLabel("Find friends")).toBeFocused();
  for (const friend of friends) {
    await page.keyboard.type(friend);
    await page.keyboard.press("Enter");
    await expect(dialog.getByRole("button", { name: friend })).toHaveAttribute("aria-pressed", "true");
  }
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
}

/** A line in the timeline that the server wrote. */
async function tells({ page }: Person, text: string): Promise<void> {
  await expect(page.getByRole("log").getByRole("paragraph").filter({ hasText: text })).toBeVisible();
}

async function writes({ page }: Person, group: string, text: string): Promise<void> {
  const composer = page.getByRole("textbox", { name: `Message ${group}` });
  await composer.fill(text);
  await composer.press("Enter");
  await expect(composer).toHaveValue("");
}

test("p2 three friends talk, one is taken out and sees no more, and the group is left to who came first", async ({
  server,
  newcomer,
}) => {
  const { ada, bob, cyd } = await threeFriends(server, newcomer);
  const second = await opensTab(cyd);
  await home(ada).click();
  await makesGroup(ada, ["bob", "cyd"]);
  await expect(ada.page.getByRole("heading", { name: "bob, cyd" })).toBeVisible();
  for (const tab of [bob, cyd, second]) await home(tab).click();
  // It stands in everybody's list before a word is said.
  await entry(bob, "ada, cyd").click();
  await entry(cyd, "ada, bob").click();
  await entry(second, "ada, bob").click();
  await people(ada).getByRole("button", { name: "Rename group" }).click();
  await ada.page.getByLabel("Name of the group").fill("Trip");
  await ada.page.keyboard.press("Enter");
  for (const tab of [ada, bob, cyd, second]) {
    await expect(tab.page.getByRole("heading", { name: "Trip" })).toBeVisible();
    await tells(tab, "ada named the group Trip.");
  }
  await writes(ada, "Trip", "where to?");
  await writes(bob, "Trip", "the sea");
  // Whoever is in it is offered after an @, friend or not.
  await cyd.page.getByRole("textbox", { name: "Message Trip" }).fill("@bo");
  await expect(cyd.page.getByRole("option", { name: /bob/ })).toBeVisible();
  await cyd.page.keyboard.press("Enter");
  await cyd.page.keyboard.type("again?");
  await cyd.page.keyboard.press("Enter");
  for (const tab of [ada, bob, cyd, second]) await tab.sees("the sea");
  await expect(bob.page.getByRole("log").getByText("@bob")).toBeVisible();

  await expect(people(cyd).getByRole("button", { name: /^Remove/ })).toHaveCount(0);
  await people(ada).getByRole("listitem").filter({ hasText: "cyd" }).hover();
  await people(ada).getByRole("button", { name: "Remove cyd from the group" }).click();
  await ada.page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  for (const tab of [cyd, second]) {
    await expect(tab.page.getByRole("heading", { name: "This channel is not here" })).toBeVisible();
    await expect(entry(tab, "Trip")).toBeHidden();
  }
  await writes(ada, "Trip", "without cyd");
  await bob.sees("without cyd");
  await tells(bob, "ada removed cyd.");
  await expect(people(bob).getByRole("heading", { name: "2 people" })).toBeVisible();
  await cyd.page.reload();
  await expect(cyd.page.getByRole("heading", { name: "This channel is not here" })).toBeVisible();

  // Back again, with all that was said.
  await people(ada).getByRole("button", { name: "Add people" }).click();
  await ada.page.getByRole("dialog").getByRole("button", { name: "cyd" }).click();
  await ada.page.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
  await entry(cyd, "Trip").click();
  await cyd.sees("without cyd");

  await people(ada).getByRole("button", { name: "Leave group" }).click();
  await ada.page
    .getByRole("dialog", { name: "Leave Trip?" })
    .getByRole("button", { name: "Leave group" })
    .click();
  await expect(entry(ada, "Trip")).toBeHidden();
  await tells(bob, "ada left.");
  for (const tab of [bob, cyd]) {
    const owner = people(tab).getByRole("listitem").filter({ hasText: "bob" });
    await expect(owner).toContainText("Owner");
  }
  await people(bob).getByRole("listitem").filter({ hasText: "cyd" }).hover();
  await expect(people(bob).getByRole("button", { name: "Remove cyd from the group" })).toBeVisible();

  await server.kill();
  await server.startAgain();
  await writes(cyd, "Trip", "still here");
  await bob.sees("still here");
});

test("on a telephone a group is made, its people are seen, and it is left by touch", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await threeFriends(server, newcomer);
  const phone = await newcomer("dan", TELEPHONE);
  await ada.page.goto("/");
  await phone.registers(await ada.invites("The Guild"));
  await befriend(server, "dan", "bob");
  await phone.page.getByRole("link", { name: "To the channels" }).tap();
  await home(phone).tap();
  await phone.page.getByRole("button", { name: "New group" }).tap();
  const dialog = phone.page.getByRole("dialog", { name: "New group" });
  await dialog.getByRole("button", { name: "bob" }).tap();
  await dialog.getByRole("button", { name: "Create group" }).tap();
  await phone.page.getByRole("textbox", { name: "Message bob" }).fill("hi");
  await phone.page.getByRole("button", { name: "Send" }).tap();
  await home(bob).click();
  await entry(bob, "dan").click();
  await bob.sees("hi");
  await phone.page.getByRole("button", { name: "Show people" }).tap();
  await expect(people(phone).getByRole("heading", { name: "2 people" })).toBeVisible();
  await people(phone).getByRole("button", { name: "Leave group" }).tap();
  await phone.page.getByRole("dialog").getByRole("button", { name: "Leave group" }).tap();
  await expect(phone.page.getByText("Friends and bots that you write to stand here.")).toBeVisible();
  await tells(bob, "dan left.");
});
