// The server is killed in mid-conversation and comes back: nothing is lost or doubled.

import { adaAndBob, allRead } from "../gathering.js";
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

test("p1 what is written while the server dies is there once, in order", async ({ server, newcomer }) => {
  const { ada, bob } = await adaAndBob(server, newcomer);
  const lines = Array.from({ length: 12 }, (_, n) => `line ${n + 1}`);
  for (const line of lines.slice(0, 6)) await ada.says(line);
  await server.kill();
  for (const line of lines.slice(6)) await ada.says(line);
  await server.startAgain();
  await allRead([ada, bob], lines);
  await ada.page.reload();
  await allRead([ada], lines);
});
