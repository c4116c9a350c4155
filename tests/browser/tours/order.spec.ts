// Whoever manages a guild puts channels and roles elsewhere by dragging them; others see it.

import { adaAndBob, GUILD, signsIn } from "../gathering.js";
import type { Person } from "../person.js";
import { expect, test } from "../stage.js";

/** The names of the channels, from the top. */
async function channelsOf({ page }: Person): Promise<string[]> {
  const rows = page.getByRole("navigation", { name: `Channels of ${GUILD}` }).getByRole("listitem");
  return (await rows.allInnerTexts()).map((text) => text.trim().split("\n")[0] ?? "");
}

test("a channel is dragged before another one and into a category, and a role above another", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const { authorization, guild } = await signsIn(server, "ada");
  const make = (body: object) =>
    server.request("POST", `/api/v10/guilds/${guild}/channels`, authorization, body);
  await make({ name: "alpha", type: 0 });
  await make({ name: "beta", type: 0 });
  await make({ name: "Archive", type: 4 });
  const link = (name: string) => ada.page.getByRole("link", { name: new RegExp(`^${name}`) });
  await expect(link("beta")).toBeVisible();

  await link("beta").dragTo(link("alpha"), { targetPosition: { x: 20, y: 2 } });
  for (const person of [ada, bob]) {
    await expect(async () => expect(await channelsOf(person)).toEqual(["general", "beta", "alpha", "Lounge"])).toPass();
  }
  await link("alpha").dragTo(ada.page.getByRole("button", { name: "Archive" }));
  for (const person of [ada, bob]) {
    await expect(async () => expect(await channelsOf(person)).toEqual(["general", "beta", "Lounge", "alpha"])).toPass();
  }
  await link("beta").click();
  await ada.isInChannel("beta");

  // Who may not manage channels drags nothing.
  const own = bob.page.getByRole("link", { name: /^beta/ });
  await expect(own.locator("xpath=ancestor::li")).toHaveAttribute("draggable", "false");

  for (const name of ["low", "high"]) {
    await server.request("POST", `/api/v10/guilds/${guild}/roles`, authorization, { name });
  }
  await ada.page.goto(`/guilds/${guild}/roles`);
  const roles = ada.page.getByRole("list", { name: "Roles" }).getByRole("listitem");
  const names = async () => (await roles.allInnerTexts()).map((text) => text.trim().split("\n")[0]);
  await expect(roles.filter({ hasText: "high" })).toBeVisible();
  const before = await names();
  expect(before.slice(-3, -1).sort()).toEqual(["high", "low"]);
  const [upper = "", lower = ""] = before.slice(-3, -1) as string[];
  const row = (name: string) => roles.filter({ hasText: name });
  await row(lower).dragTo(row(upper), { targetPosition: { x: 40, y: 2 } });
  await expect(async () => expect((await names()).slice(-3, -1)).toEqual([lower, upper])).toPass();
});
