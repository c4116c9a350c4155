// What a browser must fetch before it can show anything: a size, so it holds on any machine.

import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { adaAndBob } from "../gathering.js";
import { postMany } from "../history.js";
import { expect, test } from "../stage.js";

const KB = 1_024;
const LOGIN_KB_MAX = 180;
const MAIN_KB_MAX = 250;
const ROWS_MAX = 200;

/** The scripts that come while `work` goes on, gzipped, in KB. */
async function scriptKb(page: Page, work: () => Promise<void>): Promise<number> {
  const bodies: Promise<Buffer>[] = [];
  page.on("response", (response) => {
    if (new URL(response.url()).pathname.endsWith(".js")) bodies.push(response.body());
  });
  await work();
  const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body, { level: 9 }).length);
  return Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / KB);
}

test("the login screen needs at most 180 KB of script, the main screen 250", async ({
  server,
  newcomer,
  browser,
}) => {
  const { ada } = await adaAndBob(server, newcomer);
  const stranger = await browser.newPage({ baseURL: server.url });
  const login = await scriptKb(stranger, async () => {
    await stranger.goto("/login");
    await expect(stranger.getByRole("button", { name: "Log in" })).toBeVisible();
  });
  await stranger.close();
  const again = await ada.page.context().newPage();
  const main = await scriptKb(again, async () => {
    await again.goto(ada.page.url());
    await expect(again.getByRole("textbox", { name: "Message #general" })).toBeVisible();
  });
  test.info().annotations.push({ type: "size", description: `login ${login} KB, main ${main} KB` });
  console.log(`script, gzipped: login ${login} KB, main ${main} KB`);
  expect(login).toBeGreaterThan(20);
  expect(login).toBeLessThanOrEqual(LOGIN_KB_MAX);
  expect(main).toBeLessThanOrEqual(MAIN_KB_MAX);
});

test("however far one scrolls, at most 200 rows exist", async ({ server, newcomer }) => {
  const { ada } = await adaAndBob(server, newcomer);
  await postMany(server, "ada", 600);
  await ada.page.reload();
  await ada.isInChannel("general");
  const log = ada.page.getByRole("log");
  await log.hover();
  let most = 0;
  await expect(async () => {
    await ada.page.mouse.wheel(0, -4_000);
    most = Math.max(most, await log.getByRole("listitem").count());
    await expect(ada.page.getByText("This is where #general begins")).toBeVisible({ timeout: 100 });
  }).toPass();
  expect(most).toBeGreaterThan(10);
  expect(most).toBeLessThanOrEqual(ROWS_MAX);
});
