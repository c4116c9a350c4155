// Someone lags behind 2,000 messages: more than the server replays.

import { adaAndBob } from "../gathering.js";
import { postLines } from "../history.js";
import { expect, test } from "../stage.js";

const MISSED = 2_000;

test("p2 whoever lags behind 2,000 messages gets the newest page, is told so, and can read all of it", async ({
  server,
  newcomer,
}) => {
  test.setTimeout(300_000);
  const { ada, bob } = await adaAndBob(server, newcomer);
  await ada.says("before");
  await bob.sees("before");
  await bob.page.context().setOffline(true);
  await server.kill();
  await server.startAgain();
  await postLines(server, "ada", MISSED);
  await bob.page.context().setOffline(false);
  await bob.sees(`line ${MISSED}`);
  await expect(bob.bar("Too much was missed")).toBeVisible();
  const newest = await bob.reads();
  const first = Number(newest[0]?.slice("line ".length));
  expect(newest).toEqual(Array.from({ length: newest.length }, (_, n) => `line ${first + n}`));

  await bob.scrollsUpTo(`line ${MISSED - 60}`);
  await expect(bob.page.getByRole("log").getByText("You missed more than 500 messages")).toBeVisible();
  // From the end up to what was skipped, each once.
  await bob.page.getByRole("button", { name: "Jump to present" }).click();
  await bob.sees(`line ${MISSED}`);
  const seen = new Set<string>();
  let last = Number.POSITIVE_INFINITY;
  while (last > MISSED - 300) {
    const texts = await bob.reads();
    const numbers = texts.map((text) => Number(text.slice("line ".length)));
    numbers.forEach((number, at) => {
      if (at > 0) expect(number).toBe((numbers[at - 1] ?? 0) + 1);
    });
    for (const text of texts) seen.add(text);
    last = Math.min(last, numbers[0] ?? last);
    await bob.scrollsUpTo(`line ${last - 5}`);
  }
  for (let number = MISSED - 300; number <= MISSED; number += 1) expect(seen).toContain(`line ${number}`);
  await bob.page.getByRole("button", { name: "Jump to present" }).click();
  await bob.sees(`line ${MISSED}`);
  await ada.says("after");
  await bob.sees("after");
});
