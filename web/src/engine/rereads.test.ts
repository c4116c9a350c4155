import { expect, test } from "vitest";
import { createRereads } from "./rereads.ts";
import { FakeClock } from "./testing/fake-ports.ts";

function ready() {
  const clock = new FakeClock();
  const read: string[] = [];
  return { clock, read, rereads: createRereads(clock, (channel, id) => read.push(`${channel}/${id}`)) };
}

test("what is reacted to soon after a page is read again, once for all that came together", async () => {
  const { clock, read, rereads } = ready();
  rereads.reacted("10", "1");
  rereads.paged("10");
  rereads.reacted("10", "2");
  await clock.pass(500);
  rereads.reacted("10", "2");
  await clock.pass(1_500);
  expect(read).toEqual(["10/2"]);
});

test("later on the events say it all, and a channel that is gone is not asked for", async () => {
  const { clock, read, rereads } = ready();
  rereads.paged("10");
  await clock.pass(6_000);
  rereads.reacted("10", "1");
  rereads.paged("10");
  rereads.reacted("10", "2");
  rereads.paged("12");
  rereads.reacted("12", "3");
  rereads.forget("10");
  await clock.pass(6_000);
  expect(read).toEqual(["12/3"]);
});
