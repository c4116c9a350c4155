import { expect, test } from "vitest";
import { RING_EVERY_MS, RING_MS_MAX, startRinging } from "./ringing.ts";
import { FakePorts } from "./testing/fake-ports.ts";

function rings(isWanted: () => boolean = () => true) {
  const { clock } = new FakePorts();
  const heard = { tones: 0, ends: 0 };
  const cancel = startRinging(clock, {
    isWanted,
    tone: () => {
      heard.tones += 1;
    },
    ended: () => {
      heard.ends += 1;
    },
  });
  return { clock, heard, cancel };
}

test("RG1: it rings again and again, and ends by itself", async () => {
  const { clock, heard } = rings();
  expect(heard).toEqual({ tones: 1, ends: 0 });
  await clock.pass(RING_EVERY_MS);
  expect(heard).toEqual({ tones: 2, ends: 0 });
  await clock.pass(RING_MS_MAX * 2);
  expect(heard).toEqual({ tones: RING_MS_MAX / RING_EVERY_MS, ends: 1 });
});

test("it is heard in the tab that leads by then, and not any more once it is called off", async () => {
  let leads = false;
  const { clock, heard, cancel } = rings(() => leads);
  expect(heard.tones).toBe(0);
  leads = true;
  await clock.pass(RING_EVERY_MS);
  expect(heard.tones).toBe(1);
  cancel();
  await clock.pass(RING_MS_MAX);
  expect(heard).toEqual({ tones: 1, ends: 0 });
});
