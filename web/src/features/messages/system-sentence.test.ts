import { expect, test } from "vitest";
import { ada, bob } from "@/engine/testing/samples.ts";
import type { User } from "@/engine/wire.ts";
import { systemSentence } from "./system-sentence.ts";

const told = (type: number, mentions: User[] = [], content = "") =>
  systemSentence({ type, author: ada, mentions, content });

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
