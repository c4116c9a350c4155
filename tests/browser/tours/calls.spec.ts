// Calls in conversations, in real browsers: ringing, answering, declining, missing, and what is left of each.

import { PASSWORD, type Server } from "../../server/server.mjs";
import { faultsOf } from "../axe.js";
import { adaAndBob, GUILD, signsIn } from "../gathering.js";
import { panel } from "../lounge.js";
import type { Person } from "../person.js";
import { hears, keepsConnections } from "../sound.js";
import { expect, TELEPHONE, test } from "../stage.js";

const incoming = ({ page }: Person) => page.getByRole("region", { name: "Incoming call" });
const strip = ({ page }: Person) => page.getByRole("region", { name: "Call", exact: true });

/** A line in the timeline that the server wrote. */
async function tells({ page }: Person, text: string | RegExp): Promise<void> {
  await expect(page.getByRole("log").getByRole("paragraph").filter({ hasText: text })).toBeVisible();
}

async function befriend(server: Server, one: string, other: string): Promise<void> {
  for (const [who, whom] of [
    [one, other],
    [other, one],
  ] as const) {
    const { authorization } = await signsIn(server, who);
    await server.request("POST", "/api/x/relationships", authorization, { username: whom });
  }
}

/** Two friends, with the address of what they write to each other. */
async function friends(server: Server, newcomer: (name: string) => Promise<Person>) {
  const { ada, bob } = await adaAndBob(server, newcomer);
  await befriend(server, "ada", "bob");
  const { authorization } = await signsIn(server, "ada");
  const { id } = await server.request(
    "GET",
    "/api/v10/users/@me",
    (await signsIn(server, "bob")).authorization,
  );
  const opened = await server.request("POST", "/api/v10/users/@me/channels", authorization, {
    recipient_id: id,
  });
  for (const { page } of [ada, bob]) await keepsConnections(page);
  await bob.page.reload();
  await bob.isInChannel("general");
  await ada.page.goto(`/channels/@me/${opened.id}`);
  await expect(ada.page.getByRole("button", { name: "Call" })).toBeVisible();
  return { ada, bob, channel: opened.id as string };
}

/** There the list is the whole screen at first. */
async function onTelephone({ page, name }: Person): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Username").fill(name);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Log in" }).tap();
  await expect(page.getByRole("button", { name: "Your menu" })).toBeVisible();
}

/** Ada calls, and it rings at bob's, who looks at something else. */
async function calls(ada: Person, bob: Person): Promise<void> {
  await ada.page.getByRole("button", { name: "Call", exact: true }).click();
  await expect(strip(ada)).toContainText("Calling bob…");
  await expect(incoming(bob)).toContainText("ada is calling you.");
}

test("one calls, the other answers from wherever they are, and both hear each other", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await friends(server, newcomer);
  await calls(ada, bob);
  expect(await faultsOf(bob.page)).toEqual([]);
  await incoming(bob).getByRole("button", { name: "Accept" }).click();
  await expect(incoming(bob)).toBeHidden();
  for (const person of [ada, bob]) {
    await expect(strip(person)).toContainText("2 people in this call");
    await expect(panel(person)).toContainText("Voice connected");
    await hears(person.page, 1);
  }
  await tells(bob, "ada started a call.");
  await panel(bob).getByRole("button", { name: "Mute", exact: true }).click();
  await expect(strip(ada).getByRole("img", { name: "Muted" })).toBeVisible();
  await panel(bob).getByRole("button", { name: "Unmute" }).click();

  // A page that is loaded anew is out, and can come back; nobody is rung.
  await bob.page.reload();
  await expect(strip(ada)).toContainText("You are alone in this call.");
  await strip(bob).getByRole("button", { name: "Join the call" }).click();
  for (const { page } of [ada, bob]) await hears(page, 1);
  await expect(incoming(ada)).toBeHidden();

  await panel(ada).getByRole("button", { name: "Leave voice" }).click();
  await expect(strip(bob)).toContainText("You are alone in this call.");
  await panel(bob).getByRole("button", { name: "Leave voice" }).click();
  for (const person of [ada, bob]) {
    await expect(strip(person)).toBeHidden();
    await tells(person, /ada started a call that lasted \d+ second/);
  }
});

test("a call is declined by the keyboard, rung again, and missed", async ({ server, newcomer }) => {
  const { ada, bob, channel } = await friends(server, newcomer);
  await calls(ada, bob);
  await bob.page.keyboard.press("Control+Shift+Backspace");
  await expect(incoming(bob)).toBeHidden();
  await expect(strip(ada)).toContainText("You are alone in this call.");
  await strip(ada).getByRole("button", { name: "Ring again" }).click();
  await expect(incoming(bob)).toBeVisible();
  await panel(ada).getByRole("button", { name: "Leave voice" }).click();
  await expect(incoming(bob)).toBeHidden();
  await tells(ada, "ada called, and nobody answered.");
  await expect(bob.page.getByRole("link", { name: "Friends and messages, 1 waits" })).toBeVisible();
  await bob.page.goto(`/channels/@me/${channel}`);
  await tells(bob, "You missed a call from ada.");
  await expect(bob.page).not.toHaveTitle(/^\(1\)/);
});

test.describe("with short rings", () => {
  test.use({ settings: { CONFAB_VOICE_RING_MS: "1500" } });

  test("what nobody answers ceases by itself, and the call can still be joined", async ({
    server,
    newcomer,
  }) => {
    const { ada, bob } = await friends(server, newcomer);
    await calls(ada, bob);
    await expect(incoming(bob)).toBeHidden();
    await expect(strip(ada)).toContainText("You are alone in this call.");
    await bob.page.getByRole("link", { name: /^Friends and messages/ }).click();
    await bob.page.getByRole("link", { name: /^ada.*a call goes on/ }).click();
    await strip(bob).getByRole("button", { name: "Join the call" }).click();
    for (const { page } of [ada, bob]) await hears(page, 1);
  });
});

test("a call that is answered on one device rings on no other, on a telephone too", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await friends(server, newcomer);
  const telephone = await newcomer("bob", TELEPHONE);
  await keepsConnections(telephone.page);
  await onTelephone(telephone);
  await calls(ada, bob);
  const card = incoming(telephone);
  await expect(card).toBeVisible();
  const box = await card.boundingBox();
  expect(box && box.x >= 0 && box.x + box.width <= 360).toBe(true);
  await card.getByRole("button", { name: "Accept" }).tap();
  for (const person of [bob, telephone]) await expect(incoming(person)).toBeHidden();
  await expect(strip(telephone)).toContainText("2 people in this call");
  await hears(ada.page, 1);
  await hears(telephone.page, 1);
  expect(await faultsOf(telephone.page)).toEqual([]);
  await expect(panel(bob)).toContainText("You are in voice on another device.");
});

test("two who call at once are in one call, and the end of a friendship ends it for both", async ({
  server,
  newcomer,
}) => {
  const { ada, bob, channel } = await friends(server, newcomer);
  await bob.page.goto(`/channels/@me/${channel}`);
  // Whoever is second may be rung already: then the strip of the call asks them too, by a button of the same name.
  const press = ({ page }: Person) =>
    page
      .getByRole("button", { name: /^(Call|Join the call)$/ })
      .first()
      .click();
  await Promise.all([press(ada), press(bob)]);
  for (const person of [ada, bob]) {
    await expect(strip(person)).toContainText("2 people in this call");
    await expect(incoming(person)).toBeHidden();
    await hears(person.page, 1);
  }
  await expect(ada.page.getByRole("log").getByText("started a call")).toHaveCount(1);
  const { authorization } = await signsIn(server, "bob");
  const [{ id }] = await server.request("GET", "/api/x/relationships", authorization);
  await server.request("DELETE", `/api/x/relationships/${id}`, authorization);
  for (const person of [ada, bob]) {
    await expect(panel(person).getByRole("alert")).toHaveText("You are not in the call any more.");
    await expect(strip(person)).toBeHidden();
    await expect(person.page.getByRole("button", { name: "Call", exact: true })).toBeHidden();
  }
});

test("three in a group hear one another, and who comes later is not asked for", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await friends(server, newcomer);
  const cyd = await newcomer("cyd");
  await ada.page.goto("/");
  await cyd.registers(await ada.invites(GUILD));
  await keepsConnections(cyd.page);
  await cyd.page.reload();
  await cyd.isInChannel("general");
  await befriend(server, "ada", "cyd");
  const { authorization } = await signsIn(server, "ada");
  const known = await server.request("GET", "/api/x/relationships", authorization);
  const recipient_ids = known.map(({ id }: { id: string }) => id);
  const group = await server.request("POST", "/api/x/dms", authorization, { recipient_ids });
  await ada.page.goto(`/channels/@me/${group.id}`);
  await ada.page.getByRole("button", { name: "Call", exact: true }).click();
  await expect(strip(ada)).toContainText(/Calling (bob, cyd|cyd, bob)…/);
  for (const person of [bob, cyd]) await expect(incoming(person)).toContainText("ada is calling in");
  await incoming(bob).getByRole("button", { name: "Accept" }).click();
  await expect(strip(ada)).toContainText("Calling cyd…");
  await incoming(cyd).getByRole("button", { name: "Accept" }).click();
  for (const { page } of [ada, bob, cyd]) await hears(page, 2);
  await expect(strip(ada)).toContainText("3 people in this call");
  await panel(bob).getByRole("button", { name: "Leave voice" }).click();
  await expect(strip(ada)).toContainText("2 people in this call");
  for (const { page } of [ada, cyd]) await hears(page, 1);
});

test("in do not disturb it rings without a sound", async ({ server, newcomer }) => {
  const { ada, bob } = await friends(server, newcomer);
  await bob.page.addInitScript(() => {
    const sounds = { count: 0 };
    Object.assign(window, { soundsOfTour: sounds });
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (when) {
      sounds.count += 1;
      start.call(this, when);
    };
  });
  const sounds = () =>
    bob.page.evaluate(() => (window as unknown as { soundsOfTour: { count: number } }).soundsOfTour.count);
  const { authorization } = await signsIn(server, "bob");
  for (const status of ["dnd", "online"]) {
    await server.request("PATCH", "/api/x/me/settings", authorization, { status });
    await bob.page.reload();
    await bob.isInChannel("general");
    // A press lets the page play anything.
    await bob.composer().click();
    await calls(ada, bob);
    if (status === "online") await expect.poll(sounds).toBeGreaterThan(0);
    else expect(await sounds()).toBe(0);
    await incoming(bob).getByRole("button", { name: "Decline" }).click();
    await expect(incoming(bob)).toBeHidden();
    await panel(ada).getByRole("button", { name: "Leave voice" }).click();
    await expect(strip(ada)).toBeHidden();
  }
});
