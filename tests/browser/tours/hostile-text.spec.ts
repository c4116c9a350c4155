// Hostile text in every field that others see: it is shown as text, and nothing in it runs.

import type { Page } from "@playwright/test";
import { adaAndBob, GUILD, signsIn } from "../gathering.js";
import { expect, test } from "../stage.js";

/** Each would leave `window.ran` behind, or open a dialog, or break the content policy. */
const ATTACKS = [
  '<img src=x onerror="ran=1">',
  "<script>ran=1</script>",
  '"><svg onload=alert(1)>',
  "javascript:ran=1",
  "'-ran=1-'</title><b>",
  '<iframe srcdoc="<script>parent.ran=1</script>">',
  "{{ran=1}}${ran=1}",
];

interface Watch {
  ran?: unknown;
  violations?: string[];
}

/** Says what ran, or tried to. */
async function watches(page: Page): Promise<() => Promise<unknown>> {
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.addInitScript(() => {
    const watch = window as Watch;
    watch.violations = [];
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      watch.violations?.push(`${violatedDirective} ${blockedURI}`),
    );
  });
  return async () => ({
    dialogs,
    ...(await page.evaluate(() => {
      const { ran = null, violations } = window as Watch;
      return { ran, violations, foreign: document.querySelectorAll("#root :is(script, iframe, img)").length };
    })),
  });
}

/** Differs from what is said, so that each is found by itself. */
const NAME = "<b onmouseover=ran=1>ada</b>";
const NOTHING = { dialogs: [], ran: null, violations: [], foreign: 0 };

test("the watch sees what it is there for", async ({ server, newcomer }) => {
  const ada = await newcomer("ada");
  const ran = await watches(ada.page);
  await ada.page.goto(server.url);
  await ada.page.evaluate(() => {
    const image = document.createElement("img");
    image.setAttribute("onerror", "ran=1");
    image.src = "http://127.0.0.1:1/x";
    document.querySelector("#root")?.append(image);
  });
  await expect(async () =>
    expect(await ran()).toMatchObject({
      foreign: 1,
      violations: expect.arrayContaining([expect.any(String)]),
    }),
  ).toPass();
});

test("no field runs what stands in it", async ({ server, newcomer }) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const ran = await watches(bob.page);
  const { authorization, guild, channel } = await signsIn(server, "ada");
  const ask = (method: string, path: string, body: object) =>
    server.request(method, path, authorization, body);

  for (const content of ATTACKS) await ask("POST", `/api/v10/channels/${channel}/messages`, { content });
  await ask("PATCH", `/api/v10/guilds/${guild}`, { name: ATTACKS[0] });
  const other = await ask("POST", `/api/v10/guilds/${guild}/channels`, {
    name: ATTACKS[0],
    type: 0,
    topic: ATTACKS[2],
  });
  const bot = await ask("POST", "/api/x/bots", { name: ATTACKS[1] }).catch(() => null);
  if (bot) await ask("PUT", `/api/x/guilds/${guild}/bots/${bot.id}`, { permissions: "3072" });
  const invite = await ask("POST", `/api/v10/channels/${channel}/invites`, { max_age: 0 });
  const self = await ask("PATCH", "/api/v10/users/@me", { global_name: NAME });
  const role = await ask("POST", `/api/v10/guilds/${guild}/roles`, { name: ATTACKS[2], hoist: true });
  await ask("PUT", `/api/v10/guilds/${guild}/members/${self.id}/roles/${role.id}`, {});

  await bob.page.reload();
  for (const attack of ATTACKS) await bob.sees(attack);
  const members = bob.page.getByRole("complementary", { name: "Members" });
  await expect(members.getByRole("heading", { name: ATTACKS[2] })).toBeVisible();
  await expect(members.getByRole("link", { name: NAME })).toBeVisible();
  expect((await bob.reads()).slice(-ATTACKS.length)).toEqual(ATTACKS);
  await expect(bob.page.getByRole("log").getByRole("link")).toHaveCount(0);
  expect(await ran()).toEqual(NOTHING);

  // Channel name, topic and guild name stand in the list, in the header, in labels and in the title.
  await bob.page.goto(`/channels/${guild}/${other.id}`);
  await expect(bob.page.getByRole("heading", { name: other.name, level: 1 })).toBeVisible();
  await expect(bob.page.getByText(ATTACKS[2] ?? "").first()).toBeVisible();
  await expect(bob.page).toHaveTitle(`#${other.name} · ${ATTACKS[0]} · Confab`);
  expect(await ran()).toEqual(NOTHING);

  // An invite shows the guild's name to strangers, and its code is part of the address.
  await bob.page.goto(`/invite/${invite.code}`);
  await expect(bob.page.getByText(ATTACKS[0] ?? "").first()).toBeVisible();
  expect(await ran()).toEqual(NOTHING);
  for (const code of ATTACKS) {
    await bob.page.goto(`/invite/${encodeURIComponent(code)}`);
    await expect(bob.page.getByText("This invite does not work")).toBeVisible();
    expect(await ran()).toEqual(NOTHING);
  }
  await bob.page.goto(`/login?next=${encodeURIComponent("javascript:ran=1")}`);
  expect(await ran()).toEqual(NOTHING);

  // Typing and drafts.
  await ada.page.goto(`/channels/${guild}/${channel}`);
  await ada.composer().fill(ATTACKS[0] ?? "");
  await ada.page.reload();
  await expect(ada.composer()).toHaveValue(ATTACKS[0] ?? "");
});

test("a name that is no name is refused", async ({ server, newcomer }) => {
  const ada = await newcomer("ada");
  await ada.claims(server.setupUrl ?? "", GUILD);
  const link = await ada.invites(GUILD);
  const stranger = await newcomer('<img src=x onerror="ran=1">');
  const ran = await watches(stranger.page);
  await stranger.page.goto(link);
  await stranger.page.getByLabel("Username").fill(stranger.name);
  await stranger.page.getByLabel("Password").fill("correct horse battery");
  await stranger.page.getByRole("button", { name: "Register and join" }).click();
  await expect(
    stranger.page.getByText("Use 2 to 32 characters: a–z, 0–9, underscore and dot."),
  ).toBeVisible();
  const answer = await fetch(`${server.url}/api/x/auth/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      username: stranger.name,
      password: "correct horse battery",
      invite: link.split("/").at(-1),
    }),
  });
  expect(answer.status).toBe(400);
  expect(await ran()).toEqual(NOTHING);
});
