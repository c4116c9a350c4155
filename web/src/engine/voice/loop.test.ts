import { beforeEach, expect, test } from "vitest";
import { settle } from "../testing/fake-ports.ts";
import { FakeMedia, FakeNetwork } from "../testing/fake-voice.ts";
import { openLoop } from "./loop.ts";
import type { CandidatePair } from "./pairs.ts";

let network: FakeNetwork;
const told: string[] = [];
const track = { label: "microphone" } as MediaStreamTrack;

beforeEach(() => {
  network = new FakeNetwork();
  told.length = 0;
});

function open() {
  const media = new FakeMedia(network, "ada");
  return openLoop({
    connect: () => media.connect(),
    track,
    heard: ({ label }) => told.push(label),
    paired: ({ local, remote }: CandidatePair) => told.push(`${local.address} ${remote.address}`),
    failed: () => told.push("failed"),
  });
}

test("what goes in at one end comes out at the other, and the way is told", async () => {
  const close = open();
  await settle();
  expect(told).toEqual(["sound of ada/1", "127.0.0.1:9 127.0.0.1:9"]);
  expect(network.open[0]?.transceivers[0]?.sent).toBe(track);
  close();
  expect(network.open).toEqual([]);
});

test("a connection that cannot be made is told, unless nobody waits for it any more", async () => {
  network.isUp = false;
  const close = open();
  await settle();
  network.connections[0]?.become("failed");
  expect(told).toEqual(["sound of ada/1", "failed"]);
  close();
  network.connections[0]?.become("connected");
  await settle();
  expect(told).toHaveLength(2);
});
