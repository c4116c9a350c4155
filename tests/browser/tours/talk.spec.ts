// Talking: two people, live and back in history; what the keyboard can do with a message.

import { faultsOf } from "../axe.js";
import { adaAndBob, allRead, GUILD, opensTab } from "../gathering.js";
import { postLines } from "../history.js";
import { expect, test } from "../stage.js";

test("p2 two people talk, and both read the same", async ({ server, newcomer }) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  await ada.says("hello bob");
  await bob.sees("hello bob");
  await bob.says("hello ada");
  await ada.sees("hello ada");
  await ada.says("two\nlines");
  await allRead([ada, bob], ["hello bob", "hello ada", "two\nlines"]);
  await ada.composer().fill("half a thought");
  await expect(bob.page.getByText("ada is typing…")).toBeVisible();
  await ada.page.reload();
  await expect(ada.composer()).toHaveValue("half a thought");
  await bob.page.close();
});

test("who comes by an invite is told of to everybody, and shown as a line of its own", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  for (const { page } of [ada, bob]) {
    const line = page.getByRole("log").getByRole("article").filter({ hasText: "bob joined." });
    await expect(line).toHaveCount(1);
    await expect(line).toBeVisible();
  }
  await bob.says("here I am");
  await allRead([ada, bob], ["here I am"]);
  await ada.page.reload();
  await expect(ada.page.getByRole("log").getByText("bob joined.")).toBeVisible();
});

test("a mention is counted in the title of a page that shows another channel", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  await ada.page.getByRole("button", { name: "Menu of The Guild" }).click();
  await ada.page.getByRole("menuitem", { name: "Create channel" }).click();
  await ada.page.getByLabel("Channel name").fill("elsewhere");
  await ada.page.getByRole("button", { name: "Create channel" }).click();
  await ada.isInChannel("elsewhere");
  await bob.says("@everyone come and see");
  await bob.sees("@everyone come and see");
  await expect(ada.page).toHaveTitle(/^• #elsewhere/);
  await ada.page.getByRole("link", { name: /^general/ }).click();
  await ada.sees("@everyone come and see");
  await expect(ada.page).toHaveTitle(/^#general/);
});

test("the keyboard reaches every message and what can be done with it", async ({ server, newcomer }) => {
  // Alone: the mark of who has read a message is a button too, and moves on while they read.
  const ada = await newcomer("ada");
  await ada.claims(server.setupUrl ?? "", GUILD);
  await postLines(server, "ada", 60);
  await ada.sees("line 60");
  await ada.page.getByRole("log").focus();
  await ada.page.keyboard.press("ArrowUp");
  await expect(ada.page.locator("article:focus")).toContainText("line 60");
  for (let n = 0; n < 40; n += 1) await ada.page.keyboard.press("ArrowUp");
  await expect(ada.page.locator("article:focus")).toContainText("line 20");
  await expect(ada.page.locator("article:focus")).toBeInViewport();
  await expect(ada.page.locator("article:focus").getByRole("toolbar")).toBeVisible();
  await ada.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await ada.page.keyboard.press("Tab");
  await ada.page.keyboard.press("End");
  await expect(ada.page.locator("button:focus")).toHaveAccessibleName("More");
  await ada.page.keyboard.press("Enter");
  await ada.page.getByRole("menuitem", { name: "Copy link" }).press("Enter");
  await expect(ada.page.getByText("Link copied").first()).toBeAttached();
  const link = await ada.page.evaluate(() => navigator.clipboard.readText());
  const tab = await opensTab(ada);
  await tab.page.goto(link);
  await expect(tab.page.locator("article:focus")).toContainText("line 20");
  await expect(tab.message("line 20")).toBeInViewport();
});

test("scrolling back loads history and keeps its place", async ({ server, newcomer }) => {
  const ada = await newcomer("ada");
  await ada.claims(server.setupUrl ?? "", "The Guild");
  await postLines(server, "ada", 120);
  const bob = await newcomer("bob");
  await bob.registers(await ada.invites("The Guild"));
  await bob.sees("line 120");
  await expect(bob.message("line 1")).toHaveCount(0);
  await bob.scrollsUpTo("line 1");
  await ada.says("news while bob reads");
  await expect(bob.message("line 1")).toBeVisible();
});

test.describe("presence", () => {
  test.use({ settings: { CONFAB_SESSION_OFFLINE_AFTER_MS: "200" } });

  test("who is online is visible, and who leaves is not", async ({ server, newcomer }) => {
    const ada = await newcomer("ada");
    await ada.claims(server.setupUrl ?? "", "The Guild");
    const bob = await newcomer("bob");
    await bob.registers(await ada.invites("The Guild"));
    for (const person of [ada, bob]) {
      await expect(person.member("ada", "Online")).toBeVisible();
      await expect(person.member("bob", "Online")).toBeVisible();
    }
    await bob.page.close();
    await expect(ada.member("bob", "Offline")).toBeVisible();
  });
});

test("what one cannot see is said: no accessibility faults in the main view", async ({
  server,
  newcomer,
}) => {
  const ada = await newcomer("ada");
  await ada.claims(server.setupUrl ?? "", "The Guild");
  await ada.says("hello");
  await ada.sees("hello");
  expect(await faultsOf(ada.page)).toEqual([]);
});
