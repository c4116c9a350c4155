import { expect, test } from "vitest";
import { ada, bob } from "@/engine/testing/samples.ts";
import type { User } from "@/engine/wire.ts";
import { systemSentence } from "./system-sentence.ts";

const told = (type: number, mentions: User[] = [], content = "") =>
  systemSentence({ type, author: ada, mentions, content });

test("whoever leaves a group left, and whoever was taken out did not", () => {
  expect(told(1, [bob])).toBe("messages.system.added");
  expect(told(2, [bob])).toBe("messages.system.removed");
  expect(told(2, [ada])).toBe("messages.system.left");
  expect(told(2)).toBe("messages.system.removed");
});

test("a name can be taken away", () => {
  expect(told(4, [], "Trip")).toBe("messages.system.renamed");
  expect(told(4)).toBe("messages.system.unnamed");
});

test("what nobody knows yet happened all the same", () => {
  expect(told(99)).toBe("messages.system.other");
});
