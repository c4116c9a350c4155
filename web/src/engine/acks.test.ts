import { beforeEach, expect, test } from "vitest";
import { type Acks, createAcks } from "./acks.ts";
import type { RestClient } from "./rest/client.ts";
import { ApiError, NetworkError } from "./rest/error.ts";
import { FakeClock } from "./testing/fake-ports.ts";

let clock: FakeClock;
let acks: Acks;
let told: [string, unknown][];
let answers: (Error | null)[];

beforeEach(() => {
  clock = new FakeClock();
  told = [];
  answers = [];
  const request = async (_method: string, path: string, { body }: { body: unknown }) => {
    told.push([path.replace("/api/x/channels/", ""), body]);
    const error = answers.shift();
    if (error) throw error;
  };
  acks = createAcks({ request } as unknown as RestClient, clock);
});

async function pass(ms: number): Promise<void> {
  await settle();
  clock.pass(ms);
  await settle();
}

const settle = () => new Promise((resolve) => setTimeout(resolve));
const marks = () => told.map(([, body]) => (body as { message_id: string }).message_id);

test("ak1 the first is told at once, and of those that come within a second the newest", async () => {
  for (const id of ["1", "2", "3"]) acks.read("10", id);
  await settle();
  expect(marks()).toEqual(["1"]);
  await pass(1_000);
  expect(marks()).toEqual(["1", "3"]);
  await pass(10_000);
  expect(marks()).toHaveLength(2);
});

test("channels do not wait for each other, but are told one after another", async () => {
  acks.read("10", "1");
  acks.read("11", "2");
  await settle();
  expect(told.map(([path]) => path)).toEqual(["10/ack", "11/ack"]);
});

test("ak2 what could not be told is told later, what was refused is not", async () => {
  answers = [new NetworkError("no")];
  acks.read("10", "1");
  await pass(5_000);
  expect(marks()).toEqual(["1", "1"]);
  answers = [new ApiError(404, 10_003, "There is no such channel.", {}, null)];
  acks.read("11", "5");
  await pass(10_000);
  expect(marks()).toEqual(["1", "1", "5"]);
});

test("a mark that is set by hand forgets what waits, and nothing is told after the end", async () => {
  acks.read("10", "7");
  acks.read("10", "8");
  await acks.set("10", "3");
  await pass(5_000);
  expect(told.at(-1)).toEqual(["10/ack", { message_id: "3", manual: true }]);
  acks.read("10", "9");
  acks.read("10", "10");
  acks.close();
  await pass(5_000);
  expect(marks()).not.toContain("10");
});
