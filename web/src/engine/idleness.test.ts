import { beforeEach, expect, test } from "vitest";
import { createIdleness, IDLE_AFTER_MS } from "./idleness.ts";
import { FakeClock, FakePorts } from "./testing/fake-ports.ts";

const MINUTE_MS = 60_000;
let ports: FakePorts;
let said: string[];

beforeEach(() => {
  ports = new FakePorts();
  said = [];
});

const tab = (name = "") => createIdleness(ports.clock, ports.shelf, (what) => said.push(name + what));

test("il1 after ten minutes without input somebody is idle, and online with the next", async () => {
  const idleness = tab();
  await ports.clock.pass(9 * MINUTE_MS);
  idleness.used();
  await ports.clock.pass(9 * MINUTE_MS);
  expect(said).toEqual([]);
  await ports.clock.pass(MINUTE_MS);
  expect(said).toEqual(["idle"]);
  idleness.used();
  idleness.used();
  expect(said).toEqual(["idle", "online"]);
  await ports.clock.pass(IDLE_AFTER_MS);
  expect(said).toEqual(["idle", "online", "idle"]);
});

test("il1 input in another tab keeps this one from saying idle", async () => {
  const [one, other] = [tab("one "), tab("other ")];
  for (let minutes = 0; minutes < 30; minutes++) {
    await ports.clock.pass(MINUTE_MS);
    one.used();
  }
  expect(said).toEqual([]);
  await ports.clock.pass(IDLE_AFTER_MS);
  expect([...said].sort()).toEqual(["one idle", "other idle"]);
  said = [];
  other.used();
  ports.shelf.setElsewhere("confab.used", String(ports.clock.now()));
  expect([...said].sort()).toEqual(["one online", "other online"]);
});

test("il2 a session that begins while nobody is here hears so", async () => {
  const idleness = tab();
  idleness.began();
  await ports.clock.pass(IDLE_AFTER_MS);
  idleness.began();
  expect(said).toEqual(["idle", "idle"]);
  idleness.close();
  await ports.clock.pass(IDLE_AFTER_MS);
  expect(said).toHaveLength(2);
});

test("il2 a session that goes on hears how it is, whatever was lost", async () => {
  const idleness = tab();
  await ports.clock.pass(IDLE_AFTER_MS);
  idleness.used();
  idleness.resumed();
  expect(said).toEqual(["idle", "online", "online"]);
});

test("a time in the future, from a clock that was set back, counts as now", async () => {
  const clock = new FakeClock();
  ports.shelf.set("confab.used", String(clock.now() + 10 * IDLE_AFTER_MS));
  createIdleness(clock, ports.shelf, (what) => said.push(what));
  await clock.pass(IDLE_AFTER_MS);
  expect(said).toEqual([]);
  await clock.pass(IDLE_AFTER_MS);
  expect(said).toEqual([]);
});
