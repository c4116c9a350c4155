import { expect, test } from "vitest";
import { ada, bob } from "@/engine/testing/samples.ts";
import type { User } from "@/engine/wire.ts";
import { callMs, systemSentence, type Told } from "./system-sentence.ts";

const told = (type: number, mentions: User[] = [], content = "") =>
  systemSentence({ type, author: ada, mentions, content }, bob.id);

const called = (reader: User, participants: User[], ended_timestamp: string | null) => {
  const call = { participants: participants.map(({ id }) => id), ended_timestamp };
  const message: Told = { type: 3, author: ada, mentions: [], content: "", call };
  return systemSentence(message, reader.id);
};
const ENDED = "2026-11-22T12:03:00Z";

test("whoever leaves a group left, and whoever was taken out did not", () => {
  expect(told(1, [bob])).toBe("groups.told.added");
  expect(told(2, [bob])).toBe("groups.told.removed");
  expect(told(2, [ada])).toBe("groups.told.left");
  expect(told(2)).toBe("groups.told.removed");
});

test("a name can be taken away", () => {
  expect(told(4, [], "Trip")).toBe("groups.told.renamed");
  expect(told(4)).toBe("groups.told.unnamed");
});

test("what nobody knows yet happened all the same", () => {
  expect(told(99)).toBe("messages.system.other");
});

test("a call that goes on is told alike to all, and one that is over by who was there", () => {
  for (const reader of [ada, bob]) expect(called(reader, [ada], null)).toBe("calls.told.began");
  expect(called(bob, [ada], ENDED)).toBe("calls.told.missed");
  expect(called(ada, [ada], ENDED)).toBe("calls.told.unanswered");
  for (const reader of [ada, bob]) expect(called(reader, [ada, bob], ENDED)).toBe("calls.told.lasted");
});

test("a call lasts from its message to its end", () => {
  const timestamp = "2026-11-22T12:00:00Z";
  expect(callMs({ timestamp, call: { participants: [], ended_timestamp: ENDED } })).toBe(180_000);
  expect(callMs({ timestamp, call: { participants: [], ended_timestamp: null } })).toBeNull();
  expect(callMs({ timestamp })).toBeNull();
  // A clock that went back takes nothing away.
  expect(callMs({ timestamp: ENDED, call: { participants: [], ended_timestamp: timestamp } })).toBe(0);
});
