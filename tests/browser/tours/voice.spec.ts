// Real browsers in a voice channel: all hear all, and what one does is seen by the others.

import type { Server } from "../../server/server.mjs";
import { holdsSignals, iceName, mayHoldSignals, seemsBroken } from "../connections.js";
import { adaAndBob, GUILD, opensTab, signsIn } from "../gathering.js";
import { joins, panel, row } from "../lounge.js";
import type { Person } from "../person.js";
import { breaksConnections, connectionsMade, energy, hears, keepsConnections } from "../sound.js";
import { expect, test } from "../stage.js";

/** A page as it is before anybody joins, with its connections within reach. */
async function listens(...people: Person[]): Promise<void> {
  for (const person of people) {
    await keepsConnections(person.page);
    await person.page.reload();
    await person.isInChannel("general");
  }
}

/** Ada and bob are in the lounge. */
async function talking(server: Server, newcomer: (name: string) => Promise<Person>) {
  const people = await adaAndBob(server, newcomer);
  await listens(people.ada, people.bob);
  await joins(people.ada);
  await joins(people.bob);
  return people;
}

test("two hear each other, and see who speaks, is muted and leaves", async ({ server, newcomer }) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  await listens(ada, bob);
  await joins(ada);
  await expect(row(bob, "ada")).toBeVisible();
  // By keyboard.
  await bob.page.getByRole("button", { name: "Join Lounge" }).focus();
  await bob.page.keyboard.press("Enter");
  await expect(row(ada, "bob")).toBeVisible();
  await hears(ada.page, 1);
  await hears(bob.page, 1);
  await expect(panel(ada)).toContainText(/\d ms · .* % loss/);
  await expect(row(ada, "bob")).toContainText("speaks");

  await bob.page.getByRole("button", { name: "Mute", exact: true }).click();
  await expect(row(ada, "bob").getByRole("img", { name: "Muted" })).toBeVisible();
  await expect(row(ada, "bob")).not.toContainText("speaks");
  await bob.page.getByRole("button", { name: "Unmute" }).click();
  await expect(row(ada, "bob").getByRole("img", { name: "Muted" })).toBeHidden();
  await hears(ada.page, 1);

  await ada.page.getByRole("button", { name: "Deafen" }).click();
  await expect(row(bob, "ada").getByRole("img", { name: "Deaf" })).toBeVisible();
  const before = await energy(ada.page);
  await ada.page.getByRole("button", { name: "Hear again" }).click();
  await expect(async () => expect(await energy(ada.page)).toBeGreaterThan(before)).toPass();

  // For oneself alone.
  await row(ada, "bob").getByRole("button").click();
  await ada.page.getByRole("switch", { name: "Mute for me" }).click();
  await ada.page.keyboard.press("Escape");
  await expect(row(ada, "bob").getByRole("img", { name: "Muted for you" })).toBeVisible();
  await expect(row(bob, "bob").getByRole("img")).toHaveCount(0);

  await bob.page.getByRole("button", { name: "Leave voice" }).click();
  await expect(row(ada, "bob")).toBeHidden();
  await expect(panel(bob)).toBeHidden();
});

test("four hear one another", async ({ server, newcomer }) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const link = await ada.invites(GUILD);
  const [cleo, dan] = [await newcomer("cleo"), await newcomer("dan")];
  for (const person of [cleo, dan]) await person.registers(link);
  const all = [ada, bob, cleo, dan];
  await listens(...all);
  for (const person of all) await joins(person);
  for (const { page } of all) await hears(page, 3);
  await dan.page.getByRole("button", { name: "Leave voice" }).click();
  await expect(row(ada, "dan")).toBeHidden();
  for (const { page } of [ada, bob, cleo]) await hears(page, 2);
});

test("after a killed server both are back in the room, with the same mute", async ({ server, newcomer }) => {
  const { ada, bob } = await talking(server, newcomer);
  await hears(ada.page, 1);
  await bob.page.getByRole("button", { name: "Mute", exact: true }).click();
  await expect(row(ada, "bob").getByRole("img", { name: "Muted" })).toBeVisible();
  await server.kill();
  await expect(ada.bar("Connection lost")).toBeVisible();
  await server.startAgain();
  for (const person of [ada, bob]) {
    await expect(row(person, "ada")).toBeVisible();
    await expect(row(person, "bob").getByRole("img", { name: "Muted" })).toBeVisible();
    await expect(panel(person)).toContainText("Voice connected");
  }
  await hears(bob.page, 1);
  await bob.page.getByRole("button", { name: "Unmute" }).click();
  await hears(ada.page, 1);
});

test("sound goes on over the same connection while the server cannot be reached", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await talking(server, newcomer);
  await hears(ada.page, 1);
  await bob.page.context().setOffline(true);
  await expect(panel(bob)).toContainText("Waiting for the server…");
  await hears(ada.page, 1);
  await bob.page.context().setOffline(false);
  await expect(panel(bob)).toContainText("Voice connected");
  await hears(bob.page, 1);
  expect([await connectionsMade(ada.page), await connectionsMade(bob.page)]).toEqual([1, 1]);
});

test("a connection that dies is made anew, whichever side it dies on", async ({ server, newcomer }) => {
  const { ada, bob } = await talking(server, newcomer);
  for (const { page } of [ada, bob]) {
    await hears(page, 1);
    await breaksConnections(page);
    // The other browser takes its time to notice.
    await hears(ada.page, 1, 30_000);
    await hears(bob.page, 1);
  }
});

test("a connection that seems to break off looks for another way, and stays the same one", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await talking(server, newcomer);
  for (const { page } of [ada, bob]) await hears(page, 1);
  const before = [await iceName(ada.page), await iceName(bob.page)];
  for (const { page } of [ada, bob]) await seemsBroken(page);
  await expect(async () => {
    const after = [await iceName(ada.page), await iceName(bob.page)];
    for (const [at, name] of after.entries()) {
      expect(name).toBeTruthy();
      expect(name).not.toBe(before[at]);
    }
  }).toPass();
  for (const { page } of [ada, bob]) await hears(page, 1);
  expect([await connectionsMade(ada.page), await connectionsMade(bob.page)]).toEqual([1, 1]);
});

test("two that offer at the same time come to terms", async ({ server, newcomer }) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  for (const { page } of [ada, bob]) await mayHoldSignals(page);
  await listens(ada, bob);
  await joins(ada);
  await joins(bob);
  for (const { page } of [ada, bob]) await hears(page, 1);
  const before = [await iceName(ada.page), await iceName(bob.page)];
  // Each hears of the other's offer when its own is on its way already.
  for (const { page } of [ada, bob]) await holdsSignals(page, 2_500);
  for (const { page } of [ada, bob]) await seemsBroken(page);
  const held = async () => Promise.all([ada, bob].map(({ page }) => holdsSignals(page, 2_500)));
  await expect(async () => expect(Math.min(...(await held()))).toBeGreaterThan(0)).toPass();
  for (const { page } of [ada, bob]) await holdsSignals(page, 0);
  await expect(async () => {
    expect(await iceName(ada.page)).not.toBe(before[0]);
    expect(await iceName(bob.page)).not.toBe(before[1]);
  }).toPass();
  for (const { page } of [ada, bob]) await hears(page, 1);
});

test.describe("with little patience", () => {
  const settings = {
    CONFAB_GATEWAY_HEARTBEAT_INTERVAL_MS: "1000",
    CONFAB_GATEWAY_HEARTBEAT_SLACK_MS: "1000",
    CONFAB_VOICE_GRACE_MS: "1000",
  };
  test.use({ settings });

  test("who was away for long is out, and back by themselves with the network", async ({
    server,
    newcomer,
  }) => {
    const { ada, bob } = await talking(server, newcomer);
    await hears(ada.page, 1);
    await bob.page.context().setOffline(true);
    await expect(row(ada, "bob")).toBeHidden();
    await bob.page.context().setOffline(false);
    await expect(row(ada, "bob")).toBeVisible();
    await hears(ada.page, 1);
    await hears(bob.page, 1);
  });
});

test("a moderator mutes somebody for all, and puts them out", async ({ server, newcomer }) => {
  const { ada, bob } = await talking(server, newcomer);
  await hears(ada.page, 1);
  await row(ada, "bob").getByRole("button").click();
  const mute = ada.page.getByRole("switch", { name: "Mute for everybody" });
  await mute.click();
  await expect(row(bob, "bob").getByRole("img", { name: "Muted by a moderator" })).toBeVisible();
  await expect(panel(bob).getByRole("button", { name: "Muted by a moderator" })).toBeVisible();
  await mute.click();
  await expect(row(bob, "bob").getByRole("img")).toHaveCount(0);
  await hears(ada.page, 1);
  await ada.page.getByRole("button", { name: "Put out of the channel" }).click();
  await expect(panel(bob).getByRole("alert")).toHaveText("You are not in the voice channel any more.");
  await expect(row(ada, "bob")).toBeHidden();
});

test("two of whom one blocks the other neither see nor hear one another, and others hear both", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await talking(server, newcomer);
  const cleo = await newcomer("cleo");
  await cleo.registers(await ada.invites(GUILD));
  await listens(cleo);
  await joins(cleo);
  for (const { page } of [ada, bob, cleo]) await hears(page, 2);
  const { authorization } = await signsIn(server, "ada");
  const { id } = await server.request(
    "GET",
    "/api/v10/users/@me",
    (await signsIn(server, "bob")).authorization,
  );
  await server.request("PUT", `/api/x/relationships/${id}`, authorization, { type: 2 });
  await expect(row(ada, "bob")).toBeHidden();
  await expect(row(bob, "ada")).toBeHidden();
  for (const name of ["ada", "bob"]) await expect(row(cleo, name)).toBeVisible();
  for (const { page } of [ada, bob]) await hears(page, 1);
  await hears(cleo.page, 2);
});

test("a page that is loaded anew is out of the room, and another tab takes it over", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await talking(server, newcomer);
  await hears(bob.page, 1);
  const second = await opensTab(ada);
  await expect(panel(second)).toContainText("You are in voice in another tab.");
  await keepsConnections(second.page);
  await second.page.reload();
  await second.page.getByRole("button", { name: "Move here" }).click();
  await expect(panel(second)).toContainText("Voice connected");
  await expect(panel(ada)).toContainText("You joined somewhere else.");
  await hears(second.page, 1);
  await hears(bob.page, 1);
  await second.page.reload();
  await expect(row(bob, "ada")).toBeHidden();
  await expect(panel(second)).toBeHidden();
});

test("a full room is refused in one sentence", async ({ server, newcomer }) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const cleo = await newcomer("cleo");
  await cleo.registers(await ada.invites(GUILD));
  await limits(server, 1);
  await joins(bob);
  await expect(row(cleo, "bob")).toBeVisible();
  await cleo.page.getByRole("button", { name: "Join Lounge" }).click();
  await expect(panel(cleo).getByRole("alert")).toHaveText("This channel is full.");
  await panel(cleo).getByRole("button", { name: "Dismiss" }).click();
  await expect(panel(cleo)).toBeHidden();
});

test("whoever may not use a microphone listens, and is told", async ({ server, newcomer }) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  await listens(bob);
  await ada.page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException("Permission denied", "NotAllowedError"));
  });
  await listens(ada);
  await joins(bob);
  await ada.page.getByRole("button", { name: "Join Lounge" }).click();
  await expect(panel(ada)).toContainText("you only listen");
  await hears(ada.page, 1);
});

/** Lets so many into the room. */
async function limits(server: Server, user_limit: number): Promise<void> {
  const { authorization, guild } = await signsIn(server, "ada");
  const channels = await server.request("GET", `/api/v10/guilds/${guild}/channels`, authorization);
  const lounge = channels.find(({ name }: { name: string }) => name === "Lounge");
  await server.request("PATCH", `/api/v10/channels/${lounge.id}`, authorization, { user_limit });
}
