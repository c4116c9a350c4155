import { expect, test } from "vitest";
import {
  channelEventSeen,
  connectionLost,
  IDLE,
  outcome,
  type Recovery,
  resubscribed,
  resumeSent,
  subscribedSeen,
} from "./recovery.ts";

const events = (recovery: Recovery, channel: string, count: number) =>
  Array.from({ length: count }).reduce<Recovery>((state) => channelEventSeen(state, channel), recovery);

test("r1 after RESUME the channel events until RESUMED count", () => {
  const recovery = events(resumeSent(connectionLost(IDLE)), "10", 4);
  expect(outcome(recovery, false)).toBeNull();
  expect(outcome(recovery, true)).toEqual({ replayed: 4, resets: [] });
});

test("r2 after IDENTIFY the server's own counts are added up", () => {
  let recovery = events(resubscribed(resumeSent(connectionLost(IDLE)), ["10", "11", "12"]), "10", 3);
  recovery = subscribedSeen(recovery, { channel_id: "10", head: 9, replayed: 3 });
  recovery = subscribedSeen(recovery, { channel_id: "11", head: 900, replayed: 0, reset: true });
  expect(outcome(recovery, false)).toBeNull();
  recovery = subscribedSeen(recovery, { channel_id: "99", head: 9, replayed: 50 });
  recovery = subscribedSeen(recovery, { channel_id: "12", error: { code: 50001, message: "no" } });
  expect(outcome(events(recovery, "10", 2), false)).toEqual({ replayed: 3, resets: ["11"] });
});

test("r2 with nothing to catch up on it is over at once", () => {
  expect(outcome(resubscribed(connectionLost(IDLE), []), false)).toEqual({ replayed: 0, resets: [] });
});

test("r3 what came before a second cut is not forgotten", () => {
  const resuming = events(resumeSent(connectionLost(IDLE)), "10", 2);
  const halfway = events(resubscribed(connectionLost(resuming), ["10", "11"]), "10", 3);
  const done = subscribedSeen(resubscribed(connectionLost(halfway), ["10"]), {
    channel_id: "10",
    replayed: 4,
  });
  expect(outcome(done, false)).toEqual({ replayed: 9, resets: [] });
});

test("the first connection recovers nothing", () => {
  expect(resumeSent(IDLE)).toBe(IDLE);
  expect(resubscribed(IDLE, ["10"])).toBe(IDLE);
  expect(channelEventSeen(IDLE, "10")).toBe(IDLE);
  expect(channelEventSeen(connectionLost(IDLE), "10")).toEqual({ phase: "lost", replayed: 0 });
  expect(outcome(IDLE, true)).toBeNull();
});
