import { beforeEach, expect, test } from "vitest";
import { FakeClock, FakeShelf, settle } from "../testing/fake-ports.ts";
import { FakeMedia } from "../testing/fake-voice.ts";
import { createChoices, type KeptChoices } from "./choices.ts";
import { createOwnVoice, type OwnVoice } from "./own-voice.ts";

let clock: FakeClock;
let media: FakeMedia;
let choices: KeptChoices;
let may: boolean;
let spoken: boolean[];
let faults: (string | null)[];
let own: OwnVoice;

beforeEach(() => {
  clock = new FakeClock();
  media = new FakeMedia();
  choices = createChoices(new FakeShelf());
  may = true;
  spoken = [];
  faults = [];
  own = createOwnVoice({
    clock,
    media,
    choices: choices.store.getState,
    maySpeak: () => may,
    spoke: (speaks) => spoken.push(speaks),
    changed: (fault) => faults.push(fault),
  });
  choices.store.subscribe(() => own.follow());
});

/** Somebody makes noise, and is silent then for a while. */
async function sounds(levelDb: number, ms = 50): Promise<void> {
  for (let passed = 0; passed < ms; passed += 50) {
    clock.sleep(50);
    media.microphone.sounds(levelDb);
  }
}

test("a voice opens the microphone, and silence shuts it", async () => {
  await own.open();
  await sounds(-80);
  expect([own.track()?.enabled, spoken]).toEqual([false, []]);
  await sounds(-30);
  expect([own.track()?.enabled, spoken]).toEqual([true, [true]]);
  await sounds(-80, 500);
  expect([own.track()?.enabled, spoken]).toEqual([false, [true, false]]);
});

test("a key opens it while it is held, however loud it is", async () => {
  choices.change({ opensBy: "key" });
  await own.open();
  await sounds(-10);
  expect(own.track()?.enabled).toBe(false);
  own.push(true);
  expect([own.track()?.enabled, spoken]).toEqual([true, [true]]);
  own.push(false);
  expect([own.track()?.enabled, spoken]).toEqual([false, [true, false]]);
});

test.each([
  ["muted", () => choices.change({ isMuted: true })],
  ["deaf", () => choices.change({ isDeafened: true })],
  [
    "not allowed to speak",
    () => {
      may = false;
      own.follow();
    },
  ],
])("ov1 whoever is %s sends nothing, and does not speak", async (_about, silence) => {
  await own.open();
  await sounds(-20);
  silence();
  expect([own.track()?.enabled, spoken]).toEqual([false, [true, false]]);
  await sounds(-20, 200);
  expect([own.track()?.enabled, spoken]).toEqual([false, [true, false]]);
});

test("sp2 in a page that nobody looks at the microphone stays open", async () => {
  await own.open();
  clock.sleep(1_000);
  media.microphone.sounds(-80);
  expect([own.track()?.enabled, spoken]).toEqual([true, []]);
});

test.each([
  ["NotAllowedError", "denied"],
  ["NotReadableError", "microphoneBusy"],
  ["NotFoundError", "noMicrophone"],
  ["InsecureError", "insecure"],
])("ov2 without a microphone one listens, and is told why: %s", async (name, fault) => {
  media.failure = name;
  await own.open();
  expect([own.track(), faults]).toEqual([null, [fault]]);
  media.failure = null;
  choices.change({ input: "another" });
  await settle();
  expect([own.track()?.label, faults]).toEqual(["microphone", [fault, null]]);
});

test("one that is pulled out is gone, and nobody speaks into it", async () => {
  await own.open();
  await sounds(-20);
  media.microphone.pullOut();
  expect([own.track(), faults.at(-1), spoken.at(-1)]).toEqual([null, "microphoneLost", false]);
});

test("another device takes the place of the first, which is let go", async () => {
  await own.open();
  const first = media.microphone;
  choices.change({ input: "desk", noise: "kept" });
  await settle();
  expect([first.isClosed, media.wishes.at(-1)]).toEqual([true, { deviceId: "desk", noise: "kept" }]);
  first.pullOut();
  expect(own.track()).not.toBeNull();
});

test("one that comes after its time is let go at once", async () => {
  const opening = own.open();
  own.close();
  await opening;
  expect([own.track(), media.microphone.isClosed, faults]).toEqual([null, true, []]);
  choices.change({ input: "desk" });
  await settle();
  expect(media.wishes).toHaveLength(1);
});
