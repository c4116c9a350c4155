import { afterEach, expect, test } from "vitest";
import { readDevice, useDevice } from "./device.ts";

afterEach(() => useDevice.getState().choose({ shown: true, sound: true }));

test.each([
  ["nothing", null],
  ["what cannot be read", "{broken"],
  ["something else", "[1]"],
  ["values that nobody knows", '{"shown":"no","sound":0}'],
])("%s is as if nothing was chosen", (_, stored) => {
  expect(readDevice(stored)).toEqual({ shown: true, sound: true });
});

test("what is chosen in another tab holds here", () => {
  const newValue = JSON.stringify({ shown: true, sound: false });
  dispatchEvent(new StorageEvent("storage", { key: "confab.notifications", newValue }));
  expect(useDevice.getState().sound).toBe(false);
});
