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
  rereads.asked("10")();
  rereads.reacted("10", "2");
  await clock.pass(500);
  rereads.reacted("10", "2");
  await clock.pass(1_500);
  expect(read).toEqual(["10/2"]);
});

test("what is reacted to while a page is under way is read again after the last of them came", async () => {
  const { clock, read, rereads } = ready();
  const [first, second] = [rereads.asked("10"), rereads.asked("10")];
  rereads.reacted("10", "1");
  await clock.pass(20_000);
  first();
  await clock.pass(2_000);
  expect(read).toEqual([]);
  second();
  await clock.pass(2_000);
  expect(read).toEqual(["10/1"]);
});

test("later on the events say it all, and a channel that is gone is not asked for", async () => {
  const { clock, read, rereads } = ready();
  rereads.asked("10")();
  await clock.pass(6_000);
  rereads.reacted("10", "1");
  rereads.asked("10")();
  rereads.reacted("10", "2");
  const late = rereads.asked("10");
  rereads.reacted("10", "4");
  rereads.asked("12")();
  rereads.reacted("12", "3");
  rereads.forget("10");
  late();
  await clock.pass(6_000);
  expect(read).toEqual(["12/3"]);
});
