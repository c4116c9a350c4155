// Two in a guild: one is called otherwise, and the owner looks at the guild as others see it.

import { adaAndBob, GUILD } from "../gathering.js";
import { expect, test } from "../stage.js";

test("whoever is called otherwise is so for all, by their own wish and by the owner's", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  await bob.says("who am I");
  await bob.page.getByRole("button", { name: `Menu of ${GUILD}` }).click();
  await bob.page.getByRole("menuitem", { name: "Change nickname…" }).click();
  const own = bob.page.getByRole("dialog", { name: "What are you called here?" });
  await own.getByLabel("Nickname").fill("Bosun");
  await own.getByLabel("Nickname").press("Enter");
  await expect(own).toBeHidden();
  const author = (page: typeof ada.page) => page.getByRole("article").filter({ hasText: "who am I" });
  for (const { page } of [ada, bob]) await expect(author(page)).toContainText("Bosun");

  const members = ada.page.getByRole("complementary", { name: "Members" });
  await members.getByRole("link", { name: /^Bosun/ }).click();
  const card = ada.page.getByRole("dialog", { name: "Bosun" });
  await card.getByRole("button", { name: "Change the nickname of Bosun…" }).click();
  const asked = ada.page.getByRole("dialog", { name: "What is Bosun called here?" });
  await asked.getByLabel("Nickname").fill("");
  await asked.getByRole("button", { name: "Save" }).click();
  for (const { page } of [ada, bob]) await expect(author(page)).not.toContainText("Bosun");
});

test("the owner sees the guild as everybody else does, by keyboard, and stops", async ({ server, newcomer }) => {
  const ada = await newcomer("ada");
  await ada.claims(server.setupUrl ?? "", GUILD);
  await ada.page.getByRole("button", { name: `Menu of ${GUILD}` }).click();
  await ada.page.getByRole("menuitem", { name: "Guild settings" }).click();
  await ada.page.getByRole("link", { name: "Roles" }).click();
  await ada.page.getByRole("button", { name: /Everyone/ }).click();
  await ada.page.getByRole("button", { name: "See the guild like this" }).press("Enter");
  await ada.isInChannel("general");
  const bar = ada.page.getByText("You see what somebody without a role sees.");
  await expect(bar).toBeVisible();
  await ada.page.getByRole("button", { name: `Menu of ${GUILD}` }).click();
  await expect(ada.page.getByRole("menuitem", { name: "Guild settings" })).toBeHidden();
  await ada.page.keyboard.press("Escape");
  await ada.says("as myself");
  await ada.page.getByRole("button", { name: "See it as yourself" }).press("Enter");
  await expect(bar).toBeHidden();
  await ada.page.getByRole("button", { name: `Menu of ${GUILD}` }).click();
  await expect(ada.page.getByRole("menuitem", { name: "Guild settings" })).toBeVisible();
});
