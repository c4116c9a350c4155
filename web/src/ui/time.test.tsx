import { expect, test } from "vitest";
import { durationName } from "./time.ts";

test("a duration has its largest units, and seconds only where there is nothing larger", () => {
  expect(durationName(0)).toBe("0 seconds");
  expect(durationName(1_400)).toBe("1 second");
  expect(durationName(59_400)).toBe("59 seconds");
  expect(durationName(180_000)).toBe("3 minutes");
  expect(durationName(3_600_000)).toBe("1 hour");
  expect(durationName(3_960_000)).toBe("1 hour 6 minutes");
});
