import { expect, test } from "vitest";
import { heard, type Membership, OUTSIDE, visitAnew } from "./member.ts";
import { ACK_EVERY, isLeading, readToLeader, type ToTab, type ToTabBody } from "./messages.ts";

const READY = { name: "READY", data: {} };
const outside = visitAnew(OUTSIDE).state;
const inside = heard(outside, { type: "snapshot", events: [READY], epoch: 4, visit: 1, n: 1 }).state;
const say = (state: Membership, body: ToTabBody, n = state.last + 1, visit = state.visit) =>
  heard(state, { ...body, n, visit } as ToTab);
const other = { type: "dispatch", event: { name: "X", data: 1 }, epoch: 4 } as const;

test("m2 the session is live from the READY that this tab has seen", () => {
  expect([outside.ready, inside]).toEqual([false, { visit: 1, last: 1, epoch: 4, ready: true }]);
  expect(say(outside, other).effects).toEqual([{ type: "dispatch", event: other.event }]);
  const lost = say(inside, { type: "lost" });
  expect(lost.effects).toEqual([{ type: "phase", ready: false, moved: false }]);
  expect(say(lost.state, { type: "lost" }).effects).toEqual([]);
  const resumed = { type: "dispatch", event: { name: "RESUMED", data: {} }, epoch: 4 } as const;
  expect(say(lost.state, resumed).effects[0]).toEqual({ type: "phase", ready: true, moved: false });
});

test("m1 a hole, a pause and a new leader begin a new visit", () => {
  const anew = [
    { type: "phase", ready: false, moved: true },
    { type: "hello", visit: 2 },
  ];
  expect(say(inside, other, 3).effects).toEqual(anew);
  expect(say(inside, { type: "paused" }).effects).toEqual(anew);
  expect(visitAnew(inside).effects).toEqual(anew);
});

test("m1 the words of another visit are not heard", () => {
  expect(say(inside, other, 2, 0)).toEqual({ state: inside, effects: [] });
});

test("how far a tab has read is said now and then", () => {
  let state = inside;
  const acks: unknown[] = [];
  for (let n = 2; n <= 2 * ACK_EVERY; n++) {
    const step = say(state, other);
    state = step.state;
    acks.push(...step.effects.filter(({ type }) => type === "ack"));
  }
  expect(acks).toEqual([ACK_EVERY, 2 * ACK_EVERY].map((n) => ({ type: "ack", visit: 1, n })));
});

test("no room means a session of one's own; a try to resume is passed on", () => {
  expect(say(outside, { type: "full" }).effects).toEqual([{ type: "alone" }]);
  expect(say(inside, { type: "resuming" }).effects).toEqual([{ type: "resuming" }]);
});

test("what is no message of this protocol is passed over", () => {
  for (const noise of [null, 1, "hello", {}, { type: "hello" }, { type: "odd", tab: "a", visit: 1 }])
    expect(readToLeader(noise)).toBeNull();
  expect(readToLeader({ type: "hello", tab: "a", visit: 1 })).not.toBeNull();
  expect([isLeading(null), isLeading({ type: "leading" })]).toEqual([false, true]);
});
