/** Finding out who is signed in, while nobody answers. */
import { expect, test } from "vitest";
import { createEngine } from "./engine.ts";
import { FakePorts, settle } from "./testing/fake-ports.ts";
import { ada } from "./testing/samples.ts";

test("pressed while nothing answers, it asks at once, and goes on with one row of tries", async () => {
  const ports = new FakePorts();
  const calledOff: boolean[] = [];
  const { fetch } = ports;
  ports.fetch = (input, init) =>
    new Promise((resolve, reject) => {
      const at = calledOff.push(false) - 1;
      init?.signal?.addEventListener("abort", () => {
        calledOff[at] = true;
        reject(init.signal?.reason);
      });
      fetch(input, init).then(resolve, reject);
    });
  ports.handler = () => new Promise(() => undefined);
  const engine = createEngine(ports);
  const stop = engine.start();
  await settle();
  for (let press = 0; press < 3; press++) {
    engine.retry();
    await settle();
  }
  expect(calledOff).toEqual([true, true, true, false]);
  ports.handler = () => {
    throw new TypeError("gone");
  };
  engine.retry();
  await settle();
  // The one wait before the next try.
  expect(ports.clock.pending).toBe(1);
  ports.handler = () => ({ status: 200, body: { user: ada, access_token: "tok", expires_in: 900 } });
  await ports.clock.pass(500);
  expect([engine.login.store.getState().phase, calledOff.length]).toEqual(["signed-in", 7]);
  stop();
});
