import { expect, test } from "vitest";
import type { RestClient } from "./rest/client.ts";
import { createSettings, readMutes } from "./settings.ts";
import { FakeClock } from "./testing/fake-ports.ts";

const NOW = Date.UTC(2026, 10, 27, 12);

/** A server whose answers wait until they are let go. */
function stage() {
  const clock = new FakeClock(NOW);
  const answers: ((settings: unknown) => void)[] = [];
  const request = () => new Promise((resolve) => answers.push(resolve));
  const settings = createSettings({ request } as unknown as RestClient, clock);
  const tell = (value: object) => settings.dispatch("X_SETTINGS", { settings: value });
  return { clock, settings, tell, answer: (value: unknown) => answers.shift()?.(value) };
}

test("they are unknown until the server tells of them", () => {
  const { settings } = stage();
  expect(settings.store.getState()).toBeNull();
  settings.dispatch("READY", { settings: { a: 1 } });
  expect(settings.store.getState()).toEqual({ a: 1 });
  settings.dispatch("X_SETTINGS", { settings: ["no", "object"] });
  expect(settings.store.getState()).toEqual({});
});

test("ks1 an answer counts where nothing was heard since, and not where something was", async () => {
  const { settings, tell, answer } = stage();
  const first = settings.change({ a: 1 });
  answer({ a: 1 });
  await first;
  expect(settings.store.getState()).toEqual({ a: 1 });
  const second = settings.change({ a: 2 });
  tell({ a: 2 });
  tell({ a: 3 });
  answer({ a: 2 });
  await second;
  expect(settings.store.getState()).toEqual({ a: 3 });
});

test("what is muted for a while is muted no more when the while is over", async () => {
  const { clock, settings, tell } = stage();
  tell({ "notify:1": { muted_until: NOW + 60_000, channels: { "10": { muted_until: null } } } });
  expect([...settings.muted.getState()]).toEqual(["1", "10"]);
  await clock.pass(59_999);
  expect(settings.muted.getState().has("1")).toBe(true);
  await clock.pass(1);
  expect([...settings.muted.getState()]).toEqual(["10"]);
  expect(clock.pending).toBe(0);
});

test("a mute beyond all calendars does not keep the clock busy", async () => {
  const { clock, settings, tell } = stage();
  tell({ "notify:1": { muted_until: Number.MAX_VALUE } });
  await clock.pass(3 * 3_600_000);
  expect(settings.muted.getState().has("1")).toBe(true);
  expect(clock.pending).toBe(1);
  settings.close();
  expect(clock.pending).toBe(0);
});

test("the end that comes first is the one that is waited for", () => {
  const until = (muted_until: number) => ({ muted_until });
  const settings = { "notify:1": until(NOW + 5), "notify:2": until(NOW + 3), "notify:3": until(NOW) };
  expect(readMutes(settings, NOW)).toEqual({ ids: new Set(["1", "2"]), nextMs: NOW + 3 });
});
