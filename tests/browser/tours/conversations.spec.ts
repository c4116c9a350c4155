// Direct messages between two people, across tabs, a killed server, and the end of a friendship.

import { adaAndBob, opensTab } from "../gathering.js";
import type { Person } from "../person.js";
import { expect, TELEPHONE, test } from "../stage.js";

const home = ({ page }: Person) =>
  page.getByRole("navigation", { name: "Guilds" }).getByRole("link", { name: /^Friends and messages/ });

/** The conversation with somebody, in the list beside the rail. */
const entry = ({ page }: Person, name: string) =>
  page
    .getByRole("navigation", { name: "Friends and messages" })
    .getByRole("link", { name: new RegExp(`^${name}`) });

async function befriend(ada: Person, bob: Person): Promise<void> {
  await home(ada).click();
  await ada.page.getByLabel("Their username").fill(bob.name);
  await ada.page.keyboard.press("Enter");
  await home(bob).click();
  await bob.page.getByRole("navigation", { name: "Lists of friends" }).getByText("Pending").click();
  await bob.page.getByRole("button", { name: `Accept the request of ${ada.name}` }).click();
  await expect(ada.page.getByRole("button", { name: `Write to ${bob.name}` })).toBeVisible();
}

async function writes(person: Person, to: string, text: string): Promise<void> {
  const composer = person.page.getByRole("textbox", { name: `Message @${to}` });
  await composer.fill(text);
  await composer.press("Enter");
  await expect(composer).toHaveValue("");
}

test("p2 friends write to each other, and all tabs know what is new and what was read", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const second = await opensTab(bob);
  await befriend(ada, bob);
  await ada.page.getByRole("button", { name: "Write to bob" }).click();
  await expect(ada.page.getByText("This is where you and @bob begin")).toBeVisible();
  await writes(ada, "bob", "just between us");
  for (const tab of [bob, second]) {
    await expect(tab.page.getByRole("link", { name: "Friends and messages, 1 waits" })).toBeVisible();
    await expect(tab.page).toHaveTitle(/^\(1\) /);
  }
  await entry(bob, "ada").click();
  await bob.sees("just between us");
  for (const tab of [bob, second]) await expect(tab.page).not.toHaveTitle(/^\(/);
  await writes(bob, "ada", "of course");
  await ada.sees("of course");

  // What nobody else may hear was heard by nobody else, and is there after a kill.
  await server.kill();
  await writes(ada, "bob", "while it is gone");
  await server.startAgain();
  for (const person of [ada, bob]) {
    await person.sees("while it is gone");
    expect(await person.reads()).toEqual(["just between us", "of course", "while it is gone"]);
  }
});

test("whoever parts reads on and writes no more, and closing takes a conversation out of the list", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  await befriend(ada, bob);
  await ada.page.getByRole("button", { name: "Write to bob" }).click();
  await writes(ada, "bob", "hello");
  await entry(bob, "ada").click();
  await bob.sees("hello");
  await home(ada).click();
  await ada.page.getByRole("button", { name: "Unfriend bob" }).click();
  await ada.page.getByRole("dialog").getByRole("button", { name: "Unfriend" }).click();
  await expect(bob.page.getByText(/^Only friends write to each other/)).toBeVisible();
  await bob.sees("hello");
  await entry(bob, "ada").hover();
  await bob.page.getByRole("button", { name: "Take ada out of the list" }).click();
  await expect(entry(bob, "ada")).toBeHidden();
  await expect(bob.page.getByRole("heading", { name: "No friends yet" })).toBeVisible();
  await expect(entry(ada, "bob")).toBeVisible();
});

test("on a telephone the list is a screen of its own", async ({ server, newcomer }) => {
  const { ada } = await adaAndBob(server, newcomer);
  const invite = await (async () => {
    await ada.page.goto("/");
    return ada.invites("The Guild");
  })();
  const cleo = await newcomer("cleo", TELEPHONE);
  await cleo.registers(invite);
  await home(ada).click();
  await ada.page.getByLabel("Their username").fill("cleo");
  await ada.page.keyboard.press("Enter");
  await cleo.page.getByRole("link", { name: "To the channels" }).tap();
  await home(cleo).tap();
  await cleo.page.getByRole("link", { name: "Friends", exact: true }).tap();
  await cleo.page.getByRole("navigation", { name: "Lists of friends" }).getByText("Pending").tap();
  await cleo.page.getByRole("button", { name: "Accept the request of ada" }).tap();
  await ada.page.getByRole("button", { name: "Write to cleo" }).click();
  await writes(ada, "cleo", "on the road?");
  await cleo.page.getByRole("link", { name: "Back to the list" }).tap();
  await entry(cleo, "ada").tap();
  await cleo.sees("on the road?");
  const composer = cleo.page.getByRole("textbox", { name: "Message @ada" });
  await composer.fill("yes");
  await cleo.page.getByRole("button", { name: "Send" }).tap();
  await ada.sees("yes");
  await expect(composer).toBeFocused();
});
