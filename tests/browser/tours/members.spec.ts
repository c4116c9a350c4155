// The member list of a guild of some hundreds: scrolled, walked through by keys, live, and over tabs.

import type { Locator } from "@playwright/test";
import { PASSWORD, type Server } from "../../server/server.mjs";
import { GUILD, opensTab, signsIn } from "../gathering.js";
import type { Person } from "../person.js";
import { expect, TELEPHONE, test } from "../stage.js";

/** More than a GUILD_CREATE gives. */
const CROWD = 300;
/** So many rows may exist at a time, however long the list is. */
const ROWS_MAX = 120;

const list = ({ page }: Person): Locator => page.getByRole("complementary", { name: "Members" });
const heading = (person: Person, text: string): Locator => list(person).getByRole("heading", { name: text });
const row = (person: Person, name: string, status: string): Locator =>
  list(person).getByRole("link", { name: new RegExp(`^${name} .*${status}$`) });

/** `crowd001` and so on join. */
async function join(server: Server, invite: string, count: number): Promise<void> {
  let next = 1;
  const hand = async () => {
    while (next <= count) {
      const username = `crowd${String(next++).padStart(3, "0")}`;
      await server.request("POST", "/api/x/auth/register", null, { username, password: PASSWORD, invite });
    }
  };
  await Promise.all(Array.from({ length: 8 }, hand));
}

async function logsIn({ page, name }: Person): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Username").fill(name);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("button", { name: "Your menu" }).waitFor();
}

async function crowded(server: Server, newcomer: (name: string) => Promise<Person>): Promise<Person> {
  const ada = await newcomer("ada");
  await ada.claims(server.setupUrl ?? "", GUILD);
  const invite = await ada.invites(GUILD);
  await join(server, invite.split("/").at(-1) ?? "", CROWD);
  await ada.page.reload();
  await ada.isInChannel("general");
  return ada;
}

test("a list of hundreds is scrolled and walked to its end, few rows exist, and who comes moves up live", async ({
  server,
  newcomer,
}) => {
  const ada = await crowded(server, newcomer);
  await expect(heading(ada, "Online · 1")).toBeVisible();
  await expect(heading(ada, `Offline · ${CROWD}`)).toBeVisible();
  await expect(row(ada, "crowd001", "Offline")).toBeVisible();

  let most = 0;
  await list(ada).hover();
  await expect(async () => {
    await ada.page.mouse.wheel(0, 2_000);
    most = Math.max(most, await list(ada).getByRole("listitem").count());
    await expect(row(ada, "crowd300", "Offline")).toBeVisible({ timeout: 200 });
  }).toPass();
  expect(most).toBeLessThanOrEqual(ROWS_MAX);

  const second = await opensTab(ada);
  await row(second, "ada", "Online").focus();
  await second.page.keyboard.press("End");
  await expect(row(second, "crowd300", "Offline")).toBeFocused();
  await second.page.keyboard.press("PageUp");
  await expect(row(second, "crowd290", "Offline")).toBeFocused();
  await second.page.keyboard.press("Home");
  await expect(row(second, "ada", "Online")).toBeFocused();

  // The second tab shows the top of the list, the first one its end.
  await logsIn(await newcomer("crowd150"));
  await expect(row(second, "crowd150", "Online")).toBeVisible();
  await expect(heading(second, "Online · 2")).toBeVisible();
  await expect(heading(second, `Offline · ${CROWD - 1}`)).toBeVisible();
  await expect(row(ada, "crowd300", "Offline")).toBeVisible();
  await row(second, "crowd150", "Online").press("Enter");
  await expect(second.page.getByRole("dialog", { name: "crowd150" })).toContainText("Online");
  await second.page.keyboard.press("Escape");
  await row(ada, "crowd300", "Offline").focus();
  await ada.page.keyboard.press("Home");
  await expect(heading(ada, "Online · 2")).toBeVisible();
});

test("what was seen stays without a network, and is right after it", async ({ server, newcomer }) => {
  const ada = await crowded(server, newcomer);
  await expect(row(ada, "crowd001", "Offline")).toBeVisible();
  await ada.page.context().setOffline(true);
  await logsIn(await newcomer("crowd001"));
  await expect(row(ada, "crowd001", "Offline")).toBeVisible();
  await ada.page.context().setOffline(false);
  await expect(row(ada, "crowd001", "Online")).toBeVisible();
  await expect(heading(ada, "Online · 2")).toBeVisible();
});

test("a telephone shows the list over the conversation", async ({ server, newcomer }) => {
  await crowded(server, newcomer);
  const ada = await newcomer("ada", TELEPHONE);
  await logsIn(ada);
  const { guild, channel } = await signsIn(server, "ada");
  await ada.page.goto(`/channels/${guild}/${channel}`);
  await ada.page.getByRole("button", { name: "Show members" }).tap();
  await expect(row(ada, "crowd001", "Offline")).toBeVisible();
  await logsIn(await newcomer("crowd299"));
  await expect(row(ada, "crowd299", "Online")).toBeVisible();
  await expect(heading(ada, "Online · 2")).toBeVisible();
  await row(ada, "crowd299", "Online").tap();
  await expect(ada.page.getByRole("dialog", { name: "crowd299" })).toBeVisible();
});
