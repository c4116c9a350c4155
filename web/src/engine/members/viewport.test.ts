import { expect, test } from "vitest";
import type { ViewportData } from "../gateway/frames.ts";
import { FakePorts } from "../testing/fake-ports.ts";
import { member, user } from "../testing/samples.ts";
import type { MembersEvent } from "./roster.ts";
import { ANSWER_MS_MAX, ASK_MS, createViewport, rangeFor } from "./viewport.ts";

function open() {
  const { clock } = new FakePorts();
  const sent: unknown[] = [];
  const hearers = new Set<(name: string, data: unknown) => void>();
  const state = { isReady: true };
  const viewport = createViewport(
    {
      clock,
      isReady: () => state.isReady,
      look: ({ ranges }: ViewportData) => sent.push(ranges),
      listen(hear) {
        hearers.add(hear);
        return () => void hearers.delete(hear);
      },
    },
    "1",
    5_000,
  );
  const hear = (name: string, data: unknown) => {
    for (const hearer of hearers) hearer(name, data);
  };
  return { viewport, clock, sent, hear, state, hearers };
}

function answer(from: number, to: number, guild_id = "1"): MembersEvent {
  const members = Array.from({ length: to - from + 1 }, (_, at) => {
    const of = { ...user("one"), id: `u${from + at}` };
    return { ...member(of), presence: { user: { id: of.id }, status: "idle" as const } };
  });
  return { guild_id, total: 5_000, groups: [{ id: "online", count: 5_000 }], ranges: [{ from, members }] };
}

test.each([
  [0, 18, [0, 49]],
  [40, 58, [0, 99]],
  [75, 93, [50, 149]],
  [4_980, 4_999, [4_950, 5_049]],
  [0, 900, [0, 199]],
])("vp1 rows %i to %i are asked for in whole pages", (first, last, range) => {
  expect(rangeFor(first, last)).toEqual(range);
});

test("vp1 vp2 small movements ask for nothing, fast ones for the last place", async () => {
  const { viewport, clock, sent } = open();
  viewport.show(0, 18);
  viewport.show(5, 23);
  expect(sent).toEqual([[[0, 49]]]);
  for (const first of [100, 600, 2_000]) viewport.show(first, first + 18);
  expect(sent).toHaveLength(1);
  await clock.pass(ASK_MS);
  expect(sent.slice(1)).toEqual([[[1_950, 2_049]]]);
  await clock.pass(ASK_MS);
  expect(sent).toHaveLength(2);
});

test("vp3 a session that is new or was resumed is asked anew, a lost one is not", () => {
  const { viewport, sent, hear, state } = open();
  viewport.show(0, 18);
  state.isReady = false;
  viewport.show(200, 218);
  expect(sent).toHaveLength(1);
  state.isReady = true;
  hear("RESUMED", {});
  hear("GUILD_CREATE", { id: "2" });
  expect(sent.slice(1)).toEqual([[[150, 249]]]);
  hear("GUILD_CREATE", { id: "1" });
  expect(sent.slice(2)).toEqual([[[150, 249]]]);
});

test("what is told of this guild is in the list, and an answer that does not come is late", async () => {
  const { viewport, clock, hear, sent } = open();
  viewport.show(0, 18);
  hear("X_MEMBERS", answer(0, 9, "2"));
  hear("X_MEMBERS", answer(0, 9));
  expect(viewport.store.getState().roster.rows.size).toBe(10);
  // VP4
  await clock.pass(ANSWER_MS_MAX);
  expect(viewport.store.getState().isLate).toBe(true);
  viewport.askAgain();
  expect([viewport.store.getState().isLate, sent.length]).toEqual([false, 2]);
  hear("X_MEMBERS", answer(0, 49));
  await clock.pass(ANSWER_MS_MAX);
  expect(viewport.store.getState().isLate).toBe(false);
});

test("who looks no more says so, and leaves no clock and no ear behind", () => {
  const { viewport, clock, sent, hearers } = open();
  viewport.hide();
  expect(sent).toEqual([]);
  viewport.show(0, 18);
  viewport.close();
  expect([sent, clock.pending, hearers.size]).toEqual([[[[0, 49]], []], 0, 0]);
});
