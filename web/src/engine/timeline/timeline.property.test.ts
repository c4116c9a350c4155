/**
 * Whatever order its news comes in, a timeline shows each message once and in order: a channel is played
 * by a model of the server, and pages, live events, acknowledgements and replays are mixed at random.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type OutboxEntry, pendingIn } from "../outbox/outbox.ts";
import { ada, bob, message } from "../testing/samples.ts";
import type { Message } from "../wire.ts";
import { buildRows } from "./rows.ts";
import { EMPTY, reduceTimeline, type Timeline } from "./timeline.ts";

const LIMIT = 5;

type LogEntry = { xSeq: number; kind: "create" | "delete"; message: Message };

type Move =
  | { kind: "others-post" }
  | { kind: "write" }
  /** The server takes the oldest unsent message; its answer is on the way. */
  | { kind: "server-takes" }
  | { kind: "answer-comes" }
  | { kind: "delete"; pick: number }
  | { kind: "event-comes" }
  | { kind: "page-evaluated" }
  | { kind: "page-comes" }
  | { kind: "older-page" }
  /** The socket breaks; the events since the cursor come again. */
  | { kind: "replay" };

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Move>({ kind: "others-post" }) },
  { weight: 6, arbitrary: fc.constant<Move>({ kind: "event-comes" }) },
  fc.record({ kind: fc.constant("delete" as const), pick: fc.nat(50) }),
  ...(
    ["write", "server-takes", "answer-comes", "page-evaluated", "page-comes", "older-page", "replay"] as const
  ).map((kind) => fc.constant<Move>({ kind })),
);

class World {
  #log: LogEntry[] = [];
  #stored: Message[] = [];
  #made = 0;
  #delivered = 0;
  #answers: Message[] = [];
  #page: Message[] | null = null;
  outbox: OutboxEntry[] = [];
  #taken = new Set<string>();
  timeline: Timeline = reduceTimeline(EMPTY, { type: "subscribed", head: 0, reset: false });

  step(next: Move): void {
    switch (next.kind) {
      case "others-post":
        return this.#store(message(++this.#made, { author: bob }));
      case "write": {
        const n = this.outbox.length + this.#taken.size + 1;
        const entry = {
          nonce: `n${n}`,
          channelId: "10",
          content: "mine",
          writtenAtMs: 0,
          order: n,
          refusal: null,
          tried: false,
        };
        this.outbox.push(entry);
        return;
      }
      case "server-takes":
        return this.#take();
      case "answer-comes":
        return this.#answer();
      case "delete":
        return this.#delete(next.pick);
      case "event-comes":
        return this.#deliver();
      case "page-evaluated":
        this.#page ??= this.#stored.slice(-LIMIT).reverse();
        return;
      case "page-comes":
        return this.#receivePage();
      case "older-page":
        return this.#older();
      case "replay":
        this.#delivered = this.#log.filter(({ xSeq }) => xSeq <= (this.timeline.cursor ?? 0)).length;
        return;
      default:
        next satisfies never;
    }
  }

  #store(stored: Message): void {
    this.#stored.push(stored);
    this.#log.push({ xSeq: this.#log.length + 1, kind: "create", message: stored });
  }

  #take(): void {
    const entry = this.outbox.find(({ nonce }) => !this.#taken.has(nonce));
    if (!entry) return;
    this.#taken.add(entry.nonce);
    const stored = message(++this.#made, { author: ada, nonce: entry.nonce });
    this.#store(stored);
    this.#answers.push(stored);
  }

  #answer(): void {
    const answered = this.#answers.shift();
    if (!answered) return;
    this.timeline = reduceTimeline(this.timeline, { type: "acknowledged", message: answered });
    this.outbox = this.outbox.filter(({ nonce }) => nonce !== answered.nonce);
  }

  #delete(pick: number): void {
    const doomed = this.#stored[pick % Math.max(1, this.#stored.length)];
    if (!doomed) return;
    this.#stored = this.#stored.filter((stored) => stored !== doomed);
    this.#log.push({ xSeq: this.#log.length + 1, kind: "delete", message: doomed });
  }

  #deliver(): void {
    const entry = this.#log[this.#delivered];
    if (!entry) return;
    this.#delivered++;
    const { xSeq } = entry;
    if (entry.kind === "delete") {
      this.timeline = reduceTimeline(this.timeline, { type: "deleted", ids: [entry.message.id], xSeq });
      return;
    }
    this.timeline = reduceTimeline(this.timeline, { type: "created", message: entry.message, xSeq });
    this.outbox = this.outbox.filter(({ nonce }) => nonce !== entry.message.nonce);
  }

  #receivePage(): void {
    if (!this.#page) return;
    this.timeline = reduceTimeline(this.timeline, {
      type: "page",
      place: { kind: "latest" },
      messages: this.#page,
      limit: LIMIT,
    });
    this.#page = null;
  }

  #older(): void {
    const oldest = this.timeline.messages[0];
    if (!oldest || !this.timeline.hasBefore) return;
    const at = this.#stored.findIndex(({ id }) => BigInt(id) >= BigInt(oldest.id));
    const before = (at < 0 ? this.#stored : this.#stored.slice(0, at)).slice(-LIMIT).reverse();
    this.timeline = reduceTimeline(this.timeline, {
      type: "page",
      place: { kind: "before", edge: oldest.id },
      messages: before,
      limit: LIMIT,
    });
  }

  rows() {
    const pending = pendingIn(this.outbox, "10", this.timeline.messages, ada.id);
    return buildRows({
      messages: this.timeline.messages,
      pending,
      self: ada,
      hasBefore: true,
      lastReadId: null,
      skippedTo: null,
    });
  }

  /** Everything that is under way arrives. */
  finish(): void {
    while (this.outbox.some(({ nonce }) => !this.#taken.has(nonce))) this.#take();
    while (this.#delivered < this.#log.length) this.#deliver();
    while (this.#answers.length > 0) this.#answer();
    this.#receivePage();
    this.#page = this.#stored.slice(-LIMIT).reverse();
    this.#receivePage();
    while (this.timeline.hasBefore) this.#older();
  }

  get expected(): string[] {
    return this.#stored.map(({ id }) => id);
  }
}

test("t1 any interleaving shows each message once, in order, and ends with all of them", () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 80 }), (moves) => {
      const world = new World();
      for (const next of moves) {
        world.step(next);
        const keys = world.rows().map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        const ids = world.timeline.messages.map(({ id }) => BigInt(id));
        expect(ids).toEqual([...ids].sort((a, b) => (a < b ? -1 : 1)));
      }
      world.finish();
      expect(world.timeline.messages.map(({ id }) => id)).toEqual(world.expected);
      expect(world.outbox).toEqual([]);
    }),
    { numRuns: 400 },
  );
});
