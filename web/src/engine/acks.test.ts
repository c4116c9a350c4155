import { beforeEach, expect, test } from "vitest";
import { type Acks, createAcks } from "./acks.ts";
import type { RestClient } from "./rest/client.ts";
import { ApiError, NetworkError } from "./rest/error.ts";
import { FakeClock } from "./testing/fake-ports.ts";

let clock: FakeClock;
let acks: Acks;
let told: [string, unknown][];
let answers: (Error | Promise<void> | null)[];

beforeEach(() => {
  clock = new FakeClock();
  told = [];
  answers = [];
  const request = async (_method: string, path: string, { body }: { body: unknown }) => {
    told.push([path.replace("/api/x/channels/", ""), body]);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    await answer;
  };
  acks = createAcks({ request } as unknown as RestClient, clock, () => 0.5);
});

/** In small steps: what one timer begins, the next one goes on with. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 100) {
    clock.pass(100);
    await new Promise((resolve) => setTimeout(resolve));
  }
}

const marks = () => told.map(([, body]) => (body as { message_id: string }).message_id);

test("ak1 of those that come together the newest is told, within a second, and then not for a while", async () => {
  for (const id of ["1", "2", "3"]) acks.read("10", id);
  await pass(1_000);
  expect(marks()).toEqual(["3"]);
  acks.read("10", "4");
  acks.read("10", "5");
  expect(acks.isBehind("10")).toBe(true);
  await pass(1_000);
  expect(marks()).toEqual(["3"]);
  await pass(2_000);
  expect(marks()).toEqual(["3", "5"]);
  expect(acks.isBehind("10")).toBe(false);
  await pass(10_000);
  expect(marks()).toHaveLength(2);
});

test("channels do not wait for each other, but are told one after another", async () => {
  for (let id = 10; id < 15; id++) acks.read(String(id), "1");
  await pass(200);
  expect(told.length).toBeLessThan(3);
  await pass(800);
  expect(told.map(([path]) => path)).toEqual(["10/ack", "11/ack", "12/ack", "13/ack", "14/ack"]);
});

test("ak2 what could not be told is told later, what was refused is not", async () => {
  answers = [new NetworkError("no")];
  acks.read("10", "1");
  await pass(6_000);
  expect(marks()).toEqual(["1", "1"]);
  answers = [new ApiError(404, 10_003, "There is no such channel.", {}, null)];
  acks.read("11", "5");
  await pass(10_000);
  expect(marks()).toEqual(["1", "1", "5"]);
});

test("ak3 a mark that is set by hand comes last, also when what went before fails", async () => {
  let fail = (_: Error) => {};
  answers = [new Promise<void>((_resolve, reject) => (fail = reject))];
  acks.read("10", "7");
  await pass(500);
  acks.read("10", "8");
  const set = acks.set("10", "3");
  fail(new NetworkError("no"));
  await set;
  await pass(20_000);
  expect(marks()).toEqual(["7", "3"]);
  expect(told.at(-1)).toEqual(["10/ack", { message_id: "3", manual: true }]);
});

test("nothing is told after the end", async () => {
  acks.read("10", "9");
  acks.close();
  await pass(10_000);
  expect(told).toEqual([]);
});

test("ak4 what waits is told at once when the page is left, and again if that did not work", async () => {
  acks.read("10", "1");
  await pass(1_000);
  acks.read("10", "2");
  acks.read("11", "5");
  answers = [new NetworkError("no")];
  acks.hurry();
  await pass(0);
  await new Promise((resolve) => setTimeout(resolve));
  expect(marks()).toEqual(["1", "2", "5"]);
  expect(acks.isBehind("11")).toBe(false);
  await pass(6_000);
  expect(marks()).toEqual(["1", "2", "5", "2"]);
  acks.read("11", "6");
  await pass(6_000);
  expect(marks().sort()).toEqual(["1", "2", "2", "5", "6"]);
});
