/**
 * T6: whatever comes while pages are on their way, the window has no hole: all that the server has stored
 * between its first and its last message is in it.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { idAt, message } from "../testing/samples.ts";
import type { Message } from "../wire.ts";
import {
  EMPTY,
  LIVE_STEP,
  reduceTimeline,
  type Timeline,
  type TimelineAction,
  WINDOW_MAX,
} from "./timeline.ts";

const LIMIT = 50;
/** A window as full as it gets but for one page, in the middle of twice as much. */
const STORED = 2 * WINDOW_MAX;
const LOADED = WINDOW_MAX - LIMIT;

type Move =
  | { kind: "posts"; count: number }
  | { kind: "delete-edge"; end: "first" | "last" }
  | { kind: "ask" | "arrive"; direction: "before" | "after" }
  | { kind: "latest" };

const directed = fc.record({
  kind: fc.constantFrom("ask" as const, "arrive" as const),
  direction: fc.constantFrom("before" as const, "after" as const),
});
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: directed },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("posts" as const), count: fc.integer({ min: 1, max: 120 }) }),
  },
  fc.record({
    kind: fc.constant("delete-edge" as const),
    end: fc.constantFrom("first" as const, "last" as const),
  }),
  fc.constant<Move>({ kind: "latest" }),
);

/** Most often at the present, where live messages move the window. */
const start = fc.oneof(fc.constant(STORED - LOADED), fc.nat(STORED - LOADED));

class World {
  #stored: Message[] = Array.from({ length: STORED }, (_, n) => message(n));
  #made = STORED;
  #xSeq = 0;
  #underWay = new Map<string, TimelineAction>();
  timeline: Timeline;

  constructor(start: number) {
    const messages = this.#stored.slice(start, start + LOADED).reverse();
    const place = { kind: start === STORED - LOADED ? ("latest" as const) : ("around" as const) };
    this.timeline = { ...reduceTimeline(EMPTY, { type: "page", place, messages, limit: LIMIT }), cursor: 0 };
  }

  step(next: Move): void {
    switch (next.kind) {
      case "posts":
        for (let n = 0; n < next.count; n++) this.#post();
        return;
      case "delete-edge":
        return this.#delete(this.timeline.messages.at(next.end === "first" ? 0 : -1));
      case "ask":
        return this.#ask(next.direction);
      case "arrive":
        return this.#arrive(next.direction);
      case "latest":
        this.#underWay.clear();
        return this.#reduce({
          type: "page",
          place: { kind: "latest" },
          messages: this.#stored.slice(-LIMIT).reverse(),
          limit: LIMIT,
        });
      default:
        next satisfies never;
    }
  }

  #reduce(action: TimelineAction): void {
    this.timeline = reduceTimeline(this.timeline, action);
  }

  #post(): void {
    const made = message(this.#made++);
    this.#stored.push(made);
    this.#reduce({ type: "created", message: made, xSeq: ++this.#xSeq });
  }

  #delete(doomed: Message | undefined): void {
    if (!doomed) return;
    this.#stored = this.#stored.filter(({ id }) => id !== doomed.id);
    this.#reduce({ type: "deleted", ids: [doomed.id], xSeq: ++this.#xSeq });
  }

  /** The server makes the page now; it comes some time later. */
  #ask(direction: "before" | "after"): void {
    const { messages, hasBefore, hasAfter } = this.timeline;
    const edge = messages.at(direction === "before" ? 0 : -1);
    if (!edge || this.#underWay.has(direction) || !(direction === "before" ? hasBefore : hasAfter)) return;
    const isBeyond = ({ id }: Message) =>
      direction === "before" ? BigInt(id) < BigInt(edge.id) : BigInt(id) > BigInt(edge.id);
    const beyond = this.#stored.filter(isBeyond);
    const page = direction === "before" ? beyond.slice(-LIMIT) : beyond.slice(0, LIMIT);
    this.#underWay.set(direction, {
      type: "page",
      place: { kind: direction, edge: edge.id },
      messages: page.reverse(),
      limit: LIMIT,
    });
  }

  #arrive(direction: "before" | "after"): void {
    const page = this.#underWay.get(direction);
    this.#underWay.delete(direction);
    if (page) this.#reduce(page);
  }

  get shown(): string[] {
    return this.timeline.messages.map(({ id }) => id);
  }

  /** What is stored from the first message shown to the last one. */
  get between(): string[] {
    const [first, last] = [this.shown[0] ?? idAt(0), this.shown.at(-1) ?? idAt(0)];
    return this.#stored
      .map(({ id }) => id)
      .filter((id) => BigInt(id) >= BigInt(first) && BigInt(id) <= BigInt(last));
  }
}

test("t6 the window has no hole, whatever moves it while pages are on their way", () => {
  fc.assert(
    fc.property(start, fc.array(move, { maxLength: 40, size: "max" }), (first, moves) => {
      const world = new World(first);
      for (const next of moves) world.step(next);
      expect(world.shown).toEqual(world.between);
    }),
    { numRuns: 60 },
  );
});

test("t4 a full window of a busy channel can be scrolled back: of two pages one fits", () => {
  const world = new World(STORED - LOADED);
  world.step({ kind: "posts", count: 2 * LIVE_STEP });
  const scrolledBack = [1, 2].map(() => {
    const edge = BigInt(world.shown[0] ?? 0);
    world.step({ kind: "ask", direction: "before" });
    world.step({ kind: "posts", count: LIVE_STEP / 2 });
    world.step({ kind: "arrive", direction: "before" });
    return BigInt(world.shown[0] ?? 0) < edge;
  });
  expect(scrolledBack).toContain(true);
  expect(world.shown).toEqual(world.between);
});

test("t6 live messages that push the window on leave no hole before it", () => {
  const world = new World(STORED - LOADED);
  world.step({ kind: "ask", direction: "before" });
  world.step({ kind: "posts", count: 2 * LIVE_STEP });
  world.step({ kind: "arrive", direction: "before" });
  expect(world.shown.length).toBeLessThan(WINDOW_MAX + LIVE_STEP);
  expect(world.shown).toEqual(world.between);
});
