/**
 * Promise P2 across tabs: whatever opens, closes, crashes and lags, every tab shows each message of its
 * channels once, in order, and all of them at the end; what is written anywhere is posted once.
 *
 * Whole engines over one fake browser and one fake server; a failure prints the moves that led to it.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createEngine, type Engine } from "../engine.ts";
import { FakeBrowser, type FakeTab } from "../testing/fake-browser.ts";
import { settle } from "../testing/fake-ports.ts";
import { FakeServer } from "../testing/fake-server.ts";
import { ada, bob } from "../testing/samples.ts";
import type { Message } from "../wire.ts";
import { ANSWER_MS_MAX } from "./tab-gateway.ts";

const TABS = 4;
const ROUND_MS = 1_500;
/** A tab that hears nothing for longer goes on alone, as it should: that is no tab which shares a session. */
const PASSED_MS_MAX = ANSWER_MS_MAX - ROUND_MS - 600;

type Move =
  | { kind: "open" | "work" | "arrive" | "rest" | "cut" | "restart" | "pass" }
  | { kind: "close" | "crash"; tab: number }
  | { kind: "show" | "write"; tab: number; channel: number }
  | { kind: "post"; channel: number }
  | { kind: "delete"; channel: number; pick: number }
  | { kind: "react"; channel: number; pick: number; emoji: string; user: string }
  /** A tab reads so many of the words that wait for it. */
  | { kind: "read"; tab: number; count: number };

const tab = fc.nat(TABS - 1);
const channel = fc.nat(2);
const plain = (kind: "open" | "work" | "arrive" | "rest" | "cut" | "restart" | "pass", weight: number) => ({
  weight,
  arbitrary: fc.constant<Move>({ kind }),
});
const move: fc.Arbitrary<Move> = fc.oneof(
  plain("open", 2),
  plain("work", 6),
  plain("arrive", 6),
  plain("rest", 3),
  plain("cut", 1),
  plain("restart", 1),
  plain("pass", 2),
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("close" as const, "crash" as const), tab }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constantFrom("show" as const, "write" as const), tab, channel }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("post" as const), channel }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete" as const), channel, pick: fc.nat(9) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("react" as const),
      channel,
      pick: fc.nat(9),
      emoji: fc.constantFrom("🔥", "🦀"),
      user: fc.constantFrom(ada.id, bob.id, "77"),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("read" as const), tab, count: fc.integer({ min: 1, max: 5 }) }),
  },
);

class World {
  readonly server = new FakeServer();
  readonly browser = new FakeBrowser();
  readonly #engines = new Map<FakeTab, { engine: Engine; stop(): void }>();
  #written = 0;
  #passedMs = 0;

  async step(next: Move): Promise<void> {
    switch (next.kind) {
      case "open":
        return this.open();
      case "close":
        return this.#with(next.tab, (one) => this.#close(one));
      case "crash":
        return this.#with(next.tab, (one) => {
          one.crash();
          this.server.crashed(one);
        });
      case "show":
        return this.#with(next.tab, (one) => this.session(one)?.channels.open(this.#channel(next.channel)));
      case "write":
        return this.#with(next.tab, (one) => {
          this.session(one)?.outbox.write(this.#channel(next.channel), `written ${++this.#written}`);
        });
      case "post":
        return void this.server.post(this.#channel(next.channel));
      case "delete":
        return this.server.delete(this.#channel(next.channel), next.pick);
      case "react":
        return this.server.toggle(this.#channel(next.channel), next.pick, next.emoji, next.user);
      case "read":
        return this.#with(next.tab, (one) => one.deliver(next.count));
      case "work":
        return this.server.work(2);
      case "arrive":
        return this.server.arrive(3);
      case "rest":
        return settle();
      case "cut":
      case "restart":
        return this.server.cut(next.kind === "restart");
      case "pass":
        return this.#passedMs < PASSED_MS_MAX ? this.#pass(600) : undefined;
      default:
        next satisfies never;
    }
  }

  async open(): Promise<void> {
    if (this.browser.living.length >= TABS) return;
    const opened = this.browser.open();
    this.server.serve(opened);
    const engine = createEngine(opened);
    this.#engines.set(opened, { engine, stop: engine.start() });
    await settle();
  }

  session(one: FakeTab) {
    return this.#engines.get(one)?.engine.session.getState().current;
  }

  /** Everything that is under way arrives, and what waits comes to its turn. */
  async finish(): Promise<void> {
    for (let round = 0; round < 12; round++) {
      await this.#pass(ROUND_MS);
      for (let turn = 0; turn < 40 && !this.#isQuiet; turn++) {
        this.server.work(50);
        this.server.arrive(50);
        this.browser.deliverAll();
        await settle();
      }
    }
    expect(this.#isQuiet).toBe(true);
  }

  get #isQuiet(): boolean {
    return this.server.isQuiet && this.browser.living.every(({ inbox }) => inbox.length === 0);
  }

  #with(pick: number, act: (one: FakeTab) => void): void {
    const { living } = this.browser;
    const one = living[pick % Math.max(1, living.length)];
    if (one) act(one);
  }

  #close(one: FakeTab): void {
    this.#engines.get(one)?.stop();
    one.isGone = true;
    one.inbox.length = 0;
  }

  #channel(pick: number): string {
    return this.server.channels[pick] ?? "10";
  }

  async #pass(ms: number): Promise<void> {
    this.#passedMs += ms;
    for (const one of this.browser.living) await one.clock.pass(ms);
  }
}

function expectEqualViews(world: World): void {
  for (const one of world.browser.living) {
    const session = world.session(one);
    for (const [id, { timeline, failure }] of Object.entries(session?.channels.store.getState() ?? {})) {
      expect(failure).toBeNull();
      const stored = world.server.stored.get(id) ?? [];
      expect(timeline.messages.map((shown) => shown.id)).toEqual(stored.map((message) => message.id));
      const reactions = stored.map((message) => byName(world.server.shown(message)));
      expect(timeline.messages.map(byName)).toEqual(reactions);
    }
    expect(session?.outbox.store.getState()).toEqual({ entries: [], leaving: [], damaged: 0, waits: {} });
    expect(session?.connection.store.getState().status).toBe("online");
  }
  if (world.browser.living.length > 0) expect(world.server.liveSessions).toBe(1);
  const written = [...world.server.stored.values()].flat().filter(({ nonce }) => nonce != null);
  expect(new Set(written.map(({ content }) => content)).size).toBe(written.length);
}

/** Their order is that of the first use, which whoever came later cannot know. */
function byName({ reactions = [] }: Message) {
  return [...reactions].sort((a, b) => (String(a.emoji.name) < String(b.emoji.name) ? -1 : 1));
}

/** The page under way was made before the reaction, and comes after it. */
const OVERTAKEN_PAGE: Move[] = [
  { kind: "arrive" },
  { kind: "work" },
  { kind: "arrive" },
  { kind: "show", tab: 0, channel: 2 },
  { kind: "work" },
  { kind: "post", channel: 2 },
  { kind: "arrive" },
  { kind: "react", channel: 2, pick: 0, emoji: "🔥", user: ada.id },
  { kind: "arrive" },
];

test("p2 tabs that open, close, crash and lag show the same, and share one session", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { maxLength: 80, size: "max" }), async (moves) => {
      const world = new World();
      for (const first of ["open", "open"] as const) await world.step({ kind: first });
      for (const next of moves) await world.step(next);
      await world.finish();
      expectEqualViews(world);
    }),
    { numRuns: 200, examples: [[OVERTAKEN_PAGE]] },
  );
}, 120_000);
