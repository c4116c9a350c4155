// One person, several tabs: they share one connection, and any of them can go.

import type { Page } from "@playwright/test";
import { adaAndBob, allRead, countsSockets, crashes, opensTab } from "../gathering.js";
import { expect, test } from "../stage.js";

test("p2 a second tab talks over the first one's connection, and takes over when it closes", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  await ada.says("from the first tab");
  let sockets = () => 0;
  ada.page.context().once("page", (page: Page) => {
    sockets = countsSockets(page);
  });
  const second = await opensTab(ada);
  await second.sees("from the first tab");
  await second.says("from the second tab");
  await bob.sees("from the second tab");
  await bob.says("to both");
  const talk = ["from the first tab", "from the second tab", "to both"];
  await allRead([ada, second, bob], talk);
  expect(sockets()).toBe(0);

  await ada.page.close();
  await bob.says("to the one that is left");
  await second.sees("to the one that is left");
  await second.says("from the one that is left");
  await allRead([second, bob], [...talk, "to the one that is left", "from the one that is left"]);
  expect(sockets()).toBe(1);
});

test("p1 p2 the tab with the connection crashes: nothing is lost, and what was typed goes out once", async ({
  server,
  newcomer,
}) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const second = await opensTab(ada);
  const third = await opensTab(ada);
  await ada.says("one");
  await allRead([ada, second, third, bob], ["one"]);
  await crashes(ada.page);
  await bob.says("two");
  await second.says("three");
  for (const person of [second, third]) await person.sees("two");
  await bob.sees("three");
  await expect(second.message("three")).toHaveCount(1);
  await expect(bob.message("three")).toHaveCount(1);
  await third.says("four");
  await bob.sees("four");
  expect(await second.reads()).toEqual(await bob.reads());
  expect(await third.reads()).toEqual(await bob.reads());
  expect((await bob.reads()).toSorted()).toEqual(["four", "one", "three", "two"]);
});

test("a draft stands in both tabs", async ({ server, newcomer }) => {
  const { ada } = await adaAndBob(server, newcomer);
  const second = await opensTab(ada);
  await ada.composer().fill("half a thought");
  await expect(second.composer()).toHaveValue("half a thought");
});
