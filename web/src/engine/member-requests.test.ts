import { expect, test } from "vitest";
import { createMemberRequests } from "./member-requests.ts";
import { NetworkError } from "./rest/error.ts";
import { FakePorts } from "./testing/fake-ports.ts";

function open(isReady = true) {
  const ports = new FakePorts();
  const sent: unknown[] = [];
  return {
    ports,
    sent,
    requests: createMemberRequests(
      ports,
      (frame) => sent.push(frame),
      () => isReady,
    ),
  };
}

const ALL = { query: "", limit: 1_000 };

test("mr1 a request ends with its last chunk, and asks for presences", async () => {
  const { requests, sent } = open();
  let isDone = false;
  const asked = requests.ask("1", ALL).then(() => {
    isDone = true;
  });
  expect(sent).toEqual([
    { op: 8, d: { guild_id: "1", query: "", limit: 1_000, presences: true, nonce: "unique-1" } },
  ]);
  requests.chunk({ chunk_index: 0, chunk_count: 2, nonce: "unique-1" });
  requests.chunk({ chunk_index: 0, chunk_count: 1, nonce: "of another tab" });
  requests.chunk({ chunk_index: 0, chunk_count: 1 });
  await Promise.resolve();
  expect(isDone).toBe(false);
  requests.chunk({ chunk_index: 1, chunk_count: 2, nonce: "unique-1" });
  await asked;
});

test("mr1 without a connection it ends at once", async () => {
  const { requests, sent, ports } = open(false);
  await expect(requests.ask("1", ALL)).rejects.toBeInstanceOf(NetworkError);
  expect([sent, ports.clock.pending]).toEqual([[], 0]);
});

test("mr1 without an answer it ends by the clock, or with the connection", async () => {
  const { ports, requests } = open();
  const late = requests.ask("1", ALL).catch((error: unknown) => error);
  await ports.clock.pass(10_000);
  expect(await late).toBeInstanceOf(NetworkError);
  const lost = requests.ask("1", ALL).catch((error: unknown) => error);
  requests.lost();
  expect([await lost, ports.clock.pending]).toEqual([expect.any(NetworkError), 0]);
});
