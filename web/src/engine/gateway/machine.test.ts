import { expect, test } from "vitest";
import type { ServerFrame } from "./frames.ts";
import { type Effect, type GatewayState, type Input, STOPPED, step } from "./machine.ts";

function run(inputs: Input[], from: GatewayState = STOPPED): { state: GatewayState; effects: Effect[] } {
  let state = from;
  let effects: Effect[] = [];
  for (const input of inputs) ({ state, effects } = step(state, input, 0.5));
  return { state, effects };
}

const frame = (value: ServerFrame): Input => ({ type: "frame", frame: value });
const HELLO = frame({ op: 10, d: { heartbeat_interval: 40_000 } });
const ACK = frame({ op: 11 });
const dispatch = (s: number, t: string, d: unknown = {}) => frame({ op: 0, s, t, d });
const READY = dispatch(1, "READY", { session_id: "abc", resume_gateway_url: "ws://r.test/gateway" });
const OPENED: Input = { type: "opened", token: "tok" };
const ready = run([{ type: "start" }, OPENED, HELLO, READY]).state;
const closed = (code: number): Input => ({ type: "closed", code });
const sent = (effects: Effect[]) =>
  effects.flatMap((effect) => (effect.type === "send" ? [effect.frame] : []));
const opens = (effects: Effect[]) => effects.flatMap((effect) => (effect.type === "open" ? [effect] : []));
const retryMs = (effects: Effect[]) =>
  effects.flatMap((effect) => (effect.type === "timer" && effect.timer === "retry" ? [effect.ms] : []))[0];

test("a first connection identifies and beats", () => {
  const greeted = run([{ type: "start" }, OPENED, HELLO]);
  expect(sent(greeted.effects)).toMatchObject([{ op: 2, d: { token: "tok", intents: 0 } }]);
  expect(greeted.effects[0]).toEqual({ type: "timer", timer: "beat", ms: 20_000 });
  expect(ready).toMatchObject({ phase: "ready", attempt: 0, session: { id: "abc", seq: 1 } });
  expect(run([{ type: "start" }], ready).effects).toEqual([]);
});

test("g1 a lost session is resumed at the address it came with, from the last sequence", () => {
  const lost = run([dispatch(7, "X"), closed(1006)], ready);
  expect(retryMs(lost.effects)).toBe(375);
  const again = run([{ type: "timer", timer: "retry" }], lost.state);
  expect(opens(again.effects)).toEqual([{ type: "open", url: "ws://r.test/gateway", renewToken: false }]);
  const { state, effects } = run([OPENED, HELLO], again.state);
  expect(sent(effects)).toEqual([{ op: 6, d: { token: "tok", session_id: "abc", seq: 7 } }]);
  expect(effects.some(({ type }) => type === "resuming")).toBe(true);
  expect(run([dispatch(9, "RESUMED")], state).state).toMatchObject({ phase: "ready", session: { seq: 9 } });
});

test("g1 only the server's no leads to identify", () => {
  const resuming = run([closed(1006), { type: "timer", timer: "retry" }, OPENED, HELLO], ready).state;
  const refused = run([frame({ op: 9, d: false })], resuming);
  expect(sent(refused.effects)).toMatchObject([{ op: 2 }]);
  expect(refused.state.session).toBeNull();
  const later = run([frame({ op: 9, d: true })], resuming);
  expect(later.effects[0]).toEqual({ type: "close", code: 4900 });
  expect(later.state).toMatchObject({ phase: "waiting", session: { id: "abc" } });
});

test.each([
  [4009, true],
  [4008, true],
  [1006, true],
  [4000, false],
  [4002, false],
  [4003, false],
  [4005, false],
  [1000, false],
  [1001, false],
])("close code %i keeps the session: %s", (code, kept) => {
  const { state, effects } = run([closed(code)], ready);
  expect(state.session !== null).toBe(kept);
  expect(retryMs(effects)).toBeGreaterThan(0);
});

test("a refused token is renewed at once, and twice in a row only after a wait", () => {
  const once = run([closed(4004)], ready);
  expect(opens(once.effects)).toEqual([{ type: "open", url: "ws://r.test/gateway", renewToken: true }]);
  const thrice = run([closed(4004), closed(4004)], once.state);
  expect([opens(thrice.effects).length, thrice.state.phase]).toEqual([0, "waiting"]);
});

test("op 7 changes the socket without a wait", () => {
  const { effects } = run([frame({ op: 7 })], ready);
  expect(effects[0]).toEqual({ type: "close", code: 4900 });
  expect(opens(effects)).toHaveLength(1);
});

test("g2 a socket that does not answer a heartbeat is given up", () => {
  const beaten = run([{ type: "timer", timer: "beat" }], ready);
  expect(sent(beaten.effects)).toEqual([{ op: 1, d: 1 }]);
  const answered = run([ACK, { type: "timer", timer: "beat" }], beaten.state);
  expect(sent(answered.effects)).toHaveLength(1);
  const dead = run([{ type: "timer", timer: "beat" }], beaten.state);
  expect([dead.effects[0], dead.state.phase]).toEqual([{ type: "close", code: 4900 }, "waiting"]);
});

test("g2 doubt asks for a quick answer", () => {
  const doubted = run([{ type: "doubt" }], ready);
  expect(doubted.effects).toEqual([
    { type: "send", frame: { op: 1, d: 1 } },
    { type: "timer", timer: "beat", ms: 4_000 },
  ]);
  expect(run([{ type: "doubt" }], doubted.state).effects).toEqual([]);
  expect(run([{ type: "hope" }], ready).effects).toHaveLength(2);
});

test("the server may ask for a heartbeat", () => {
  expect(sent(run([frame({ op: 1 })], ready).effects)).toEqual([{ op: 1, d: 1 }]);
});

test("g3 waits grow, and good news ends one", () => {
  let state = run([closed(1006)], ready).state;
  const waits: (number | undefined)[] = [];
  for (let round = 0; round < 8; round++) {
    const next = run([{ type: "timer", timer: "retry" }, closed(1006)], state);
    waits.push(retryMs(next.effects));
    state = next.state;
  }
  expect(waits).toEqual([375, 750, 1500, 3000, 6000, 11250, 11250, 11250]);
  expect(opens(run([{ type: "hope" }], state).effects)).toEqual([
    { type: "open", url: null, renewToken: false },
  ]);
});

test("g3 good news opens anew what hangs before the first word of the server", () => {
  for (const inputs of [[{ type: "start" }], [{ type: "start" }, OPENED]] satisfies Input[][]) {
    const { state, effects } = run([...inputs, { type: "hope" }]);
    expect([opens(effects).length, state.phase, state.attempt]).toEqual([1, "opening", 1]);
  }
});

test("what came is confirmed by a beat out of turn, whose answer nobody waits for", () => {
  const confirmed = run([{ type: "confirm" }], ready);
  expect(confirmed.effects).toEqual([{ type: "send", frame: { op: 1, d: 1 } }]);
  expect(confirmed.state).toEqual(ready);
  expect(run([{ type: "confirm" }], STOPPED).effects).toEqual([]);
});

test("an opening that hangs is given up", () => {
  const { state, effects } = run([{ type: "start" }, { type: "timer", timer: "deadline" }]);
  expect([effects[0], state.phase]).toEqual([{ type: "close", code: 4900 }, "waiting"]);
});

test("a stopped connection does nothing, and ends its session", () => {
  const stopped = run([{ type: "stop" }], ready);
  expect(stopped.effects).toContainEqual({ type: "close", code: 1000 });
  expect(run([READY, closed(1006), { type: "hope" }], stopped.state).effects).toEqual([]);
});

test("a beat before HELLO, and a close while waiting, change nothing", () => {
  const opening = run([{ type: "start" }]).state;
  expect(run([{ type: "timer", timer: "beat" }], opening).effects).toEqual([]);
  expect(run([ACK], opening).state).toEqual(opening);
  const waiting = run([closed(1006)], ready).state;
  expect(run([closed(1006)], waiting).effects).toEqual([]);
});
