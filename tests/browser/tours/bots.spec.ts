// Direct messages of a bot: they come, are answered, and end where the person wants none.

import type { Server } from "../../server/server.mjs";
import { GUILD, signsIn } from "../gathering.js";
import type { Person } from "../person.js";
import { expect, test } from "../stage.js";

/** Ada, who owns the guild, and a bot in it that writes to her. */
async function adaAndBeep(server: Server, newcomer: (name: string) => Promise<Person>) {
  const ada = await newcomer("ada");
  await ada.claims(server.setupUrl ?? "", GUILD);
  const { authorization, guild } = await signsIn(server, "ada");
  const me = await server.request("GET", "/api/v10/users/@me", authorization);
  const beep = await server.request("POST", "/api/x/bots", authorization, { name: "beep" });
  await server.request("PUT", `/api/x/guilds/${guild}/bots/${beep.id}`, authorization, { permissions: "0" });
  const bot = `Bot ${beep.token}`;
  const opens = () => server.request("POST", "/api/v10/users/@me/channels", bot, { recipient_id: me.id });
  const writes = async (content: string) => {
    const { id } = await opens();
    return server.request("POST", `/api/v10/channels/${id}/messages`, bot, { content });
  };
  const hears = async (content: string) => {
    const { id } = await opens();
    const last = async () => server.request("GET", `/api/v10/channels/${id}/messages?limit=1`, bot);
    await expect(async () => expect((await last())[0].content).toBe(content)).toPass();
  };
  return { ada, writes, hears };
}

const entry = ({ page }: Person) =>
  page.getByRole("navigation", { name: "Friends and messages" }).getByRole("link", { name: /^beep/ });

test("a bot writes, is answered, and is refused once it is blocked or no bot is wanted", async ({
  server,
  newcomer,
}) => {
  const { ada, writes, hears } = await adaAndBeep(server, newcomer);
  await writes("the build is red");
  await ada.page.getByRole("link", { name: "Friends and messages, 1 waits" }).click();
  await expect(entry(ada)).toContainText("bot");
  await entry(ada).click();
  await ada.sees("the build is red");
  const composer = ada.page.getByRole("textbox", { name: "Message @beep" });
  await composer.fill("whose was it?");
  await composer.press("Enter");
  await hears("whose was it?");
  await writes("yours");
  await ada.sees("yours");
  expect(await ada.reads()).toEqual(["the build is red", "whose was it?", "yours"]);

  // No bots at all: what is typed is refused in words, and stays.
  await ada.page.getByRole("button", { name: "Settings", exact: true }).click();
  await ada.page.getByRole("link", { name: /^Privacy/ }).click();
  const wanted = ada.page.getByRole("switch", { name: "Messages of bots" });
  await wanted.press("Space");
  await expect(wanted).not.toBeChecked();
  await expect(wanted).toBeEnabled();
  await expect(writes("refused")).rejects.toThrow(/50007/);
  await ada.page.getByRole("button", { name: "Close settings" }).click();
  await composer.fill("are you there?");
  await composer.press("Enter");
  await expect(ada.page.getByText("You cannot send messages to this user.")).toBeVisible();
  await ada.page.getByRole("button", { name: "Discard" }).click();
  await ada.page.getByRole("button", { name: "Settings", exact: true }).click();
  await ada.page.getByRole("link", { name: /^Privacy/ }).click();
  await wanted.press("Space");
  await expect(wanted).toBeChecked();
  await expect(wanted).toBeEnabled();
  await writes("here again");
});

test("a bot's card leads to its messages, and blocks it", async ({ server, newcomer }) => {
  const { ada, writes } = await adaAndBeep(server, newcomer);
  const card = ada.page.getByRole("dialog", { name: "beep" });
  const opensCard = () =>
    ada.page.getByRole("complementary", { name: "Members" }).getByRole("link", { name: /^beep/ }).click();
  await opensCard();
  await card.getByRole("button", { name: "Write to beep" }).click();
  const composer = ada.page.getByRole("textbox", { name: "Message @beep" });
  await composer.fill("hello");
  await composer.press("Enter");
  await ada.sees("hello");
  const direct = ada.page.url();

  await ada.page.getByRole("link", { name: GUILD }).click();
  await opensCard();
  await card.getByRole("button", { name: "Block beep" }).press("Enter");
  await ada.page
    .getByRole("dialog", { name: "Block beep" })
    .getByRole("button", { name: "Block" })
    .press("Enter");
  await expect(card.getByRole("button", { name: "Unblock beep" })).toBeVisible();
  await expect(writes("refused")).rejects.toThrow(/50007/);
  await ada.page.goto(direct);
  await ada.sees("hello");
  await expect(ada.page.getByText("You block this bot. What was said stays here.")).toBeVisible();
  await expect(composer).toHaveCount(0);
});
