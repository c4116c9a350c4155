import { expect, test } from "vitest";
import { createInterest, HELD_MAX, type Interest, type InterestEffect } from "./interest.ts";

/** `ask 5`, `drop`, or `a: what tab a is told`. */
function words(effects: readonly InterestEffect[]): string[] {
  return effects.map((effect) => {
    if (effect.type === "ask") return `ask ${effect.after}`;
    if (effect.type === "drop") return "drop";
    const { name, data } = effect.event;
    if (name !== "X_SUBSCRIBED") return `${effect.tab}: ${name}`;
    const { head, replayed, reset, error } = data as Record<string, unknown>;
    return `${effect.tab}: ${error ? "refused" : reset ? `reset at ${head}` : `${replayed} until ${head}`}`;
  });
}

const event = (n: number) => ({ name: `#${n}`, data: null });
const hear = (interest: Interest, n: number) => words(interest.route("10", n, event(n)));
const answer = (interest: Interest, head: number, part: object = {}) =>
  words(interest.answered({ channel_id: "10", head, replayed: 0, reset: false, ...part }));
const subscribe = (interest: Interest, tab: string, after: number | null = null) =>
  words(interest.subscribe(tab, "10", after));

function connected(): Interest {
  const interest = createInterest();
  interest.started();
  return interest;
}

/** Tab `a` is live at 8. */
function withOneLive(): Interest {
  const interest = connected();
  subscribe(interest, "a");
  answer(interest, 8);
  return interest;
}

test("i3 a tab that needs nothing from the server is answered at once", () => {
  const interest = connected();
  expect(subscribe(interest, "a")).toEqual(["ask null"]);
  expect(answer(interest, 8)).toEqual(["a: 0 until 8"]);
  expect(subscribe(interest, "b")).toEqual(["b: 0 until 8"]);
  expect(subscribe(interest, "c", 8)).toEqual(["c: 0 until 8"]);
  expect(hear(interest, 9)).toEqual(["a: #9", "b: #9", "c: #9"]);
});

test("i1 a tab that missed events hears nothing until they are there, then all in order, each once", () => {
  const interest = withOneLive();
  expect(subscribe(interest, "b", 5)).toEqual(["ask 5"]);
  // On its way before the server heard of the question.
  expect(hear(interest, 9)).toEqual(["a: #9"]);
  for (const n of [6, 8, 9]) hear(interest, n);
  expect(answer(interest, 9)).toEqual(["b: #6", "b: #8", "b: #9", "b: 3 until 9"]);
  expect(hear(interest, 10)).toEqual(["a: #10", "b: #10"]);
});

test("i2 one question at a time; who comes while it is under way is asked for next, and all at once", () => {
  const interest = withOneLive();
  subscribe(interest, "b", 5);
  hear(interest, 6);
  hear(interest, 7);
  expect([subscribe(interest, "c", 6), subscribe(interest, "d", 3)]).toEqual([[], []]);
  expect(answer(interest, 8)).toEqual(["b: #6", "b: #7", "b: 2 until 8", "ask 3"]);
  for (const n of [4, 5, 6, 7, 8]) hear(interest, n);
  expect(answer(interest, 8)).toEqual([
    ...["c: #7", "c: #8", "c: 2 until 8"],
    ...["d: #4", "d: #5", "d: #6", "d: #7", "d: #8", "d: 5 until 8"],
  ]);
});

test("a reset concerns the tab that missed the most; the next one is asked for again", () => {
  const interest = connected();
  interest.lost();
  subscribe(interest, "a", 1);
  subscribe(interest, "b", 900);
  expect(words(interest.resumed())).toEqual(["ask 1"]);
  expect(answer(interest, 1_000, { reset: true })).toEqual(["a: reset at 1000", "ask 900"]);
});

test("i4 a reset that skips events skips none for a tab that was live", () => {
  const interest = withOneLive();
  subscribe(interest, "b", 1);
  expect(answer(interest, 11, { reset: true })).toEqual(["b: reset at 11", "ask 8"]);
  for (const n of [9, 10, 11]) expect(hear(interest, n)).toEqual([`b: #${n}`]);
  expect(answer(interest, 11)).toEqual(["a: #9", "a: #10", "a: #11", "a: 3 until 11"]);
});

test("more than can be held is a reset", () => {
  const interest = connected();
  subscribe(interest, "a", 0);
  for (let n = 1; n <= HELD_MAX + 1; n++) hear(interest, n);
  expect(answer(interest, HELD_MAX + 1)).toEqual([`a: reset at ${HELD_MAX + 1}`]);
});

test("what nobody hears is let go, but not while an answer is under way", () => {
  const interest = withOneLive();
  expect(words(interest.leave("a"))).toEqual(["drop"]);
  expect(hear(interest, 9)).toEqual([]);
  subscribe(interest, "b");
  expect(words(interest.unsubscribe("b", "10"))).toEqual([]);
  expect(answer(interest, 9)).toEqual(["drop"]);
  expect(words(interest.unsubscribe("b", "10"))).toEqual([]);
});

test("a channel that may not be seen is refused to all", () => {
  const interest = connected();
  subscribe(interest, "a");
  subscribe(interest, "b");
  expect(answer(interest, 0, { error: { code: 50001, message: "no" } })).toEqual([
    "a: refused",
    "b: refused",
  ]);
  expect(interest.hears("a", "10")).toBe(false);
});

test("after a RESUME what was not answered is asked again, and a second answer says nothing", () => {
  const interest = connected();
  subscribe(interest, "a", 3);
  interest.lost();
  expect(words(interest.resumed())).toEqual(["ask 3"]);
  expect([answer(interest, 3), answer(interest, 3)]).toEqual([["a: 0 until 3"], []]);
});
