// One person loses the network, the others talk on, and it comes back.

import { adaAndBob, allRead, signsIn } from "../gathering.js";
import { expect, test } from "../stage.js";

test("p1 p2 what was missed and what was written offline is there once, for both", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  await ada.says("before");
  await bob.sees("before");
  await bob.page.context().setOffline(true);
  await expect(bob.bar("You are offline")).toBeVisible();
  await ada.says("while bob is away");
  await ada.sees("while bob is away");
  await bob.says("written offline");
  await bob.sees("written offline");
  await expect(ada.message("written offline")).toHaveCount(0);
  await bob.page.context().setOffline(false);
  await ada.sees("written offline");
  await allRead([ada, bob], ["before", "while bob is away", "written offline"]);
  await ada.says("after");
  await allRead([ada, bob], ["before", "while bob is away", "written offline", "after"]);
});

test("p2 the banner says how many events were missed", async ({ server, newcomer }) => {
  const ada = await newcomer("ada");
  await ada.claims(server.setupUrl ?? "", "The Guild");
  const bob = await newcomer("bob");
  await bob.registers(await ada.invites("The Guild"));
  await ada.says("one");
  await bob.sees("one");

  await bob.page.context().setOffline(true);
  await server.kill();
  await server.startAgain();
  for (const text of ["two", "three", "four"]) {
    await ada.says(text);
    await ada.sees(text);
  }
  // They may wait for her connection, and what comes when bob is back was not missed.
  const { authorization, channel } = await signsIn(server, "ada");
  const newest = `/api/v10/channels/${channel}/messages?limit=1`;
  await expect.poll(async () => (await server.request("GET", newest, authorization))[0].content).toBe("four");
  await bob.page.context().setOffline(false);
  await bob.sees("four");
  await expect(bob.bar("3 missed events replayed")).toBeVisible();
  expect(await bob.reads()).toEqual(["one", "two", "three", "four"]);
});

test("without a network every screen can still be opened", async ({ server, newcomer }) => {
  const { ada } = await adaAndBob(server, newcomer);
  // Their code comes when the page is at rest.
  const fetched = () =>
    ada.page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .map(({ name }) => name)
        .join(" "),
    );
  await expect.poll(fetched).toMatch(/switcher.*settings-screen|settings-screen.*switcher/);
  await ada.page.context().setOffline(true);
  await expect(ada.bar("You are offline")).toBeVisible();
  await ada.page.keyboard.press("Control+k");
  await expect(ada.page.getByRole("dialog", { name: "Go to" })).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await ada.page.getByRole("button", { name: "Settings", exact: true }).click();
  await expect(ada.page.getByRole("heading", { name: "Profile" })).toBeVisible();
  await ada.page.goBack();
  await ada.page.context().setOffline(false);
  await ada.says("back");
  await ada.sees("back");
});
