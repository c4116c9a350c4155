// Two people in one channel, and what can go wrong with their browsers.

import { expect, type Page } from "@playwright/test";
import { PASSWORD, type Server } from "../server/server.mjs";
import { Person } from "./person.js";

export const GUILD = "The Guild";

/** Ada owns the guild, bob came by her invite; both are in `general`. */
export async function adaAndBob(
  server: Server,
  newcomer: (name: string) => Promise<Person>,
): Promise<{ ada: Person; bob: Person }> {
  const ada = await newcomer("ada");
  await ada.claims(server.setupUrl ?? "", GUILD);
  const bob = await newcomer("bob");
  await bob.registers(await ada.invites(GUILD));
  return { ada, bob };
}

/** The same person opens a further tab at the same address. */
export async function opensTab(person: Person): Promise<Person> {
  const page = await person.page.context().newPage();
  const tab = new Person(page, person.name);
  await page.goto(person.page.url());
  await tab.isInChannel("general");
  return tab;
}

/** Counts the sockets that a page opens from now on. */
export function countsSockets(page: Page): () => number {
  let opened = 0;
  page.on("websocket", () => {
    opened += 1;
  });
  return () => opened;
}

/** The tab's process dies, as when the system kills it. */
export async function crashes(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  // Nobody is left to answer.
  session.send("Page.crash").catch(() => {});
  await crashed;
}

/** Everyone's timeline says exactly this. */
export async function allRead(people: readonly Person[], conversation: readonly string[]): Promise<void> {
  for (const person of people)
    await expect(async () => expect(await person.reads()).toEqual(conversation)).toPass();
}

export interface Host {
  authorization: string;
  guild: string;
  channel: string;
}

/** How `username` is known to the API, and where the first channel is. */
export async function signsIn(server: Server, username: string): Promise<Host> {
  const login = await server.request("POST", "/api/x/auth/login", null, { username, password: PASSWORD });
  const authorization = `Bearer ${login.access_token}`;
  const [guild] = await server.request("GET", "/api/v10/users/@me/guilds", authorization);
  const channels = await server.request("GET", `/api/v10/guilds/${guild.id}/channels`, authorization);
  const channel = channels.find(({ name }: { name: string }) => name === "general");
  return { authorization, guild: guild.id, channel: channel.id };
}
