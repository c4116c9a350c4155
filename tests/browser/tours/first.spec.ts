// The first tour: an owner claims the server, a second person joins by invite, both talk, the server
// is killed in mid-conversation and comes back, and nothing is lost or doubled.

import { AxeBuilder } from "@axe-core/playwright";
import { postLines } from "../history.js";
import { expect, test } from "../stage.js";

test("p1 p2 two browsers talk through a killed server", async ({ server, newcomer }) => {
  const ada = await newcomer("ada");
  await ada.claims(server.setupUrl ?? "", "The Guild");
  const bob = await newcomer("bob");
  await bob.registers(await ada.invites("The Guild"));

  await ada.says("hello bob");
  await bob.sees("hello bob");
  await bob.says("hello ada");
  await ada.sees("hello ada");

  await server.kill();
  await expect(bob.bar("Connection lost")).toBeVisible();
  // Typed while the server is away: it goes out by itself.
  await ada.says("written meanwhile");
  await server.startAgain();

  await bob.sees("written meanwhile");
  await expect(ada.message("written meanwhile")).toHaveCount(1);
  await ada.says("after");
  await bob.sees("after");
  const conversation = ["hello bob", "hello ada", "written meanwhile", "after"];
  expect(await bob.reads()).toEqual(conversation);
  expect(await ada.reads()).toEqual(conversation);
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
  await expect(ada.page.getByText(/sending/i)).toHaveCount(0);
  await bob.page.context().setOffline(false);
  await bob.sees("four");
  await expect(bob.bar("3 missed events replayed")).toBeVisible();
  expect(await bob.reads()).toEqual(["one", "two", "three", "four"]);
});

test("scrolling back loads history and keeps its place", async ({ server, newcomer }) => {
  const ada = await newcomer("ada");
  await ada.claims(server.setupUrl ?? "", "The Guild");
  await postLines(server, "ada", 120);
  const bob = await newcomer("bob");
  await bob.registers(await ada.invites("The Guild"));
  await bob.sees("line 120");
  await expect(bob.message("line 1")).toHaveCount(0);
  await bob.scrollsUpTo("line 1");
  await ada.says("news while bob reads");
  await expect(bob.message("line 1")).toBeVisible();
});

test.describe("presence", () => {
  test.use({ settings: { CONFAB_SESSION_OFFLINE_AFTER_MS: "200" } });

  test("who is online is visible, and who leaves is not", async ({ server, newcomer }) => {
    const ada = await newcomer("ada");
    await ada.claims(server.setupUrl ?? "", "The Guild");
    const bob = await newcomer("bob");
    await bob.registers(await ada.invites("The Guild"));
    for (const person of [ada, bob]) {
      await expect(person.member("ada", "Online")).toBeVisible();
      await expect(person.member("bob", "Online")).toBeVisible();
    }
    await bob.page.close();
    await expect(ada.member("bob", "Offline")).toBeVisible();
  });
});

test("what one cannot see is said: no accessibility faults in the main view", async ({
  server,
  newcomer,
}) => {
  const ada = await newcomer("ada");
  await ada.claims(server.setupUrl ?? "", "The Guild");
  await ada.says("hello");
  await ada.sees("hello");
  const { violations } = await new AxeBuilder({ page: ada.page }).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, html: nodes.map((node) => node.html) }))).toEqual([]);
});
