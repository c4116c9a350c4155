// How somebody appears to others, what becomes of their messages, and what a block hides.

import { adaAndBob, opensTab, signsIn } from "../gathering.js";
import type { Person } from "../person.js";
import { expect, test } from "../stage.js";

/** The link to somebody's card in the list of members. */
const member = ({ page }: Person, name: string) =>
  page.getByRole("complementary", { name: "Members" }).getByRole("link", { name: new RegExp(`^${name}`) });

async function chooses({ page }: Person, status: string): Promise<void> {
  await page.getByRole("button", { name: "Your menu" }).click();
  await page.getByRole("menuitemradio", { name: status }).click();
}

test("a status with a text is seen by others and by one's other tabs, until it is taken away", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const second = await opensTab(ada);
  await expect(member(bob, "ada")).toContainText("Online");
  await chooses(ada, "Do not disturb");
  await expect(member(bob, "ada")).toContainText("Do not disturb");
  for (const { page } of [ada, second]) {
    await expect(page.getByRole("region", { name: "You" })).toContainText("Do not disturb");
  }

  // By keyboard alone.
  const { page } = second;
  await page.getByRole("button", { name: "Your menu" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Set a status text…" }).press("Enter");
  await expect(page.getByRole("textbox", { name: "Text" })).toBeFocused();
  await page.keyboard.type("Tuning the ");
  await page.keyboard.insertText("🎻");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(member(bob, "ada")).toContainText("Tuning the 🎻");
  await expect(ada.page.getByRole("region", { name: "You" })).toContainText("Tuning the 🎻");

  // It is chosen for the person, not for the tab.
  await page.close();
  await ada.page.reload();
  await ada.isInChannel("general");
  await expect(ada.page.getByRole("region", { name: "You" })).toContainText("Tuning the 🎻");
  await chooses(ada, "Invisible");
  await expect(member(bob, "ada")).toContainText("Offline");
  await expect(member(bob, "ada")).not.toContainText("Tuning");
  await ada.composer().fill("half a thought");
  await ada.says("here all the same");
  await bob.sees("here all the same");
  await expect(bob.page.getByText("ada is typing…")).toBeHidden();
});

test("a status text ends when it says, for others and for oneself", async ({ server, newcomer }) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const { page } = ada;
  // The shortest that is offered is too long to wait for: the request is the dialog's, but for the moment.
  let asked: string | undefined;
  await page.route("**/api/x/me/settings", async (route) => {
    const body = route.request().postDataJSON() as { custom_status?: { expires_at?: string } };
    asked = body.custom_status?.expires_at;
    if (body.custom_status) body.custom_status.expires_at = new Date(Date.now() + 4_000).toISOString();
    await route.continue({ postData: JSON.stringify(body) });
  });
  await page.getByRole("button", { name: "Your menu" }).click();
  await page.getByRole("menuitem", { name: "Set a status text…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Text" }).fill("Back soon");
  await dialog.getByRole("combobox").selectOption("halfHour");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  expect(Date.parse(asked ?? "")).toBeGreaterThan(Date.now());
  const own = page.getByRole("region", { name: "You" });
  await expect(member(bob, "ada")).toContainText("Back soon");
  await expect(own).toContainText("Back soon");
  await expect(member(bob, "ada")).not.toContainText("Back soon");
  await expect(own).not.toContainText("Back soon");
});

test("whoever writes sees who read it, unless one of both wants no receipts", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const readBy = ada.page.getByRole("log").getByRole("button", { name: "Read by 1" });
  await ada.says("who is there");
  await bob.sees("who is there");
  await expect(readBy).toBeVisible();
  await readBy.click();
  await expect(ada.page.getByRole("dialog").getByRole("region", { name: "Read by" })).toContainText("bob");
  await ada.page.getByRole("button", { name: "Close" }).click();
  // Also for whoever opens the page later.
  await ada.page.reload();
  await expect(readBy).toBeVisible();

  await bob.page.getByRole("button", { name: "Settings", exact: true }).click();
  await bob.page.getByRole("link", { name: /^Privacy/ }).click();
  await bob.page.getByRole("switch", { name: "Read receipts" }).click();
  await expect(bob.page.getByRole("switch", { name: "Read receipts" })).not.toBeChecked();
  await bob.page.getByLabel("Close settings").click();
  await bob.isInChannel("general");
  await ada.says("and now");
  await bob.sees("and now");
  await bob.says("now I answer");
  await ada.sees("now I answer");
  const last = ada.page.getByRole("article").filter({ hasText: "and now" });
  await expect(last.getByRole("button", { name: /^Read by/ })).toHaveCount(0);
});

test("in a conversation a message is sent, delivered and read", async ({ server, newcomer }) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const [of, other] = [await signsIn(server, "ada"), await signsIn(server, "bob")];
  for (const [{ authorization }, username] of [
    [of, "bob"],
    [other, "ada"],
  ] as const) {
    await server.request("POST", "/api/x/relationships", authorization, { username });
  }
  await ada.page.getByRole("link", { name: /^Friends and messages/ }).click();
  await ada.page.getByRole("button", { name: "Write to bob" }).click();
  const composer = ada.page.getByRole("textbox", { name: "Message @bob" });
  await composer.fill("only you");
  await composer.press("Enter");
  const message = ada.page.getByRole("article").filter({ hasText: "only you" });
  // He is here, and looks at something else.
  await expect(message).toContainText("Delivered");
  await bob.page.getByRole("link", { name: /^Friends and messages/ }).click();
  const conversations = bob.page.getByRole("navigation", { name: "Friends and messages" });
  await conversations.getByRole("link", { name: /^ada/ }).click();
  await bob.sees("only you");
  await expect(message.getByRole("button", { name: "Read by 1" })).toBeVisible();
});

test("what somebody says whom one blocks is folded, and neither sees the other one there", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  await bob.says("something rude");
  await ada.sees("something rude");
  await member(ada, "bob").click();
  await ada.page.getByRole("button", { name: "Block bob" }).click();
  await ada.page.getByRole("button", { name: "Block", exact: true }).click();
  // Not by Escape, which the question would take while it is still closing.
  await ada.page.getByRole("dialog", { name: "bob" }).getByRole("button", { name: "Close" }).click();
  await expect(ada.message("something rude")).toBeHidden();
  await expect(ada.page.getByRole("log").getByText("A message of somebody you block")).toBeVisible();
  await expect(member(ada, "bob")).toContainText("Offline");
  await expect(member(bob, "ada")).toContainText("Offline");
  await ada.page.getByRole("button", { name: "Show it" }).click();
  await ada.sees("something rude");
});
