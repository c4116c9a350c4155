// Real browsers, one of which hides its address: both hear each other through the media server, and nothing that
// the other one is told has an address of theirs.

import type { Page } from "@playwright/test";
import { adaAndBob } from "../gathering.js";
import { joins, panel, row } from "../lounge.js";
import type { Person } from "../person.js";
import { hears, keepsConnections } from "../sound.js";
import { expect, test } from "../stage.js";

/** What a page is told from now on, as text. */
function overhears(page: Page): string[] {
  const told: string[] = [];
  page.on("websocket", (socket) => {
    socket.on("framereceived", ({ payload }) => told.push(payload.toString()));
  });
  return told;
}

/** Whose addresses are in what was told, by their ports. */
function portsToldIn(told: readonly string[]): number[] {
  const candidates = told.join("\n").matchAll(/candidate:\S+ \d+ \w+ \d+ \S+ (\d+) typ/g);
  return [...new Set([...candidates].map(([, port]) => Number(port)))];
}

/** What others sent. */
const signals = (told: readonly string[]) => told.filter((text) => JSON.parse(text).op === 110);

/** What stands for the port of an address that only calls out by TCP (RFC 6544, 4.5): everybody has it. */
const NO_PORT = 9;

/** The ports of a page's own addresses, over all connections that it has. */
async function ownPorts(page: Page): Promise<number[]> {
  const ports = await page.evaluate(async () => {
    const { connectionsOfTour } = window as unknown as { connectionsOfTour: RTCPeerConnection[] };
    const ports = new Set<number>();
    for (const connection of connectionsOfTour) {
      for (const [, entry] of await connection.getStats()) {
        if (entry.type === "local-candidate") ports.add(entry.port);
      }
    }
    return [...ports];
  });
  return ports.filter((port) => port !== NO_PORT);
}

async function chooses({ page }: Person, isHidden: boolean): Promise<void> {
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await page.getByRole("link", { name: /^Voice/ }).click();
  const hide = page.getByRole("switch", { name: "Hide my address" });
  await hide.click();
  await expect(hide).toBeChecked({ checked: isHidden });
  await page.getByRole("button", { name: "Close settings" }).click();
}

async function talk(people: readonly Person[], road: "Through the server" | "Directly"): Promise<void> {
  for (const person of people) {
    await expect(panel(person).getByTitle(road)).toBeVisible();
    await hears(person.page, 1);
  }
}

test("one of two hides: both hear each other through the server, and nobody learns the address", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const people = [ada, bob];
  const told = overhears(bob.page);
  for (const person of people) {
    await keepsConnections(person.page);
    await person.page.reload();
    await person.isInChannel("general");
  }
  await chooses(ada, true);
  for (const person of people) await joins(person);
  await talk(people, "Through the server");
  expect(signals(told)).toEqual([]);
  expect(portsToldIn(told)).toEqual([Number(new URL(server.url).port)]);
  const adas = await ownPorts(ada.page);
  expect(adas.length).toBeGreaterThan(0);
  expect(portsToldIn(told).filter((port) => adas.includes(port))).toEqual([]);
  expect(told.filter((text) => text.includes("hide_address"))).toEqual([]);

  // She shows it while both talk, and they find each other; and hides it again, and lets go at once.
  await chooses(ada, false);
  await talk(people, "Directly");
  expect(portsToldIn(told).filter((port) => adas.includes(port))).toEqual([]);
  await chooses(ada, true);
  told.length = 0;
  await talk(people, "Through the server");
  expect(signals(told)).toEqual([]);
});

test.describe("without a media server", () => {
  test.use({ settings: { CONFAB_VOICE_MEDIA: "false" } });

  test("whoever hides is told in one sentence why they cannot talk", async ({ server, newcomer }) => {
    const { ada } = await adaAndBob(server, newcomer);
    await joins(ada);
    await chooses(ada, true);
    const sentence = ada.page.getByText("You hide your address, and this server runs no media server");
    await expect(sentence).toBeVisible();
    await expect(row(ada, "ada")).toBeHidden();
    await ada.page.getByRole("button", { name: "Dismiss" }).click();
    await ada.page.getByRole("button", { name: "Join Lounge" }).click();
    await expect(sentence).toBeVisible();
    await chooses(ada, false);
    await joins(ada);
  });
});
