import { expect, test } from "vitest";
import { FakeShelf } from "@/engine/testing/fake-ports.ts";
import { keepCollapsed, readCollapsed, toggled } from "./collapsed.ts";

test("what is folded is kept, per user", () => {
  const shelf = new FakeShelf();
  keepCollapsed(shelf, "1", toggled([], "20"));
  expect([readCollapsed(shelf, "1"), readCollapsed(shelf, "2")]).toEqual([["20"], []]);
});

test("folding twice unfolds", () => {
  expect(toggled(["20", "21"], "20")).toEqual(["21"]);
});

test("the oldest go where there are too many, and what cannot be read is nothing", () => {
  const shelf = new FakeShelf();
  keepCollapsed(
    shelf,
    "1",
    Array.from({ length: 600 }, (_, index) => String(index)),
  );
  expect(readCollapsed(shelf, "1")).toHaveLength(500);
  expect(readCollapsed(shelf, "1").at(-1)).toBe("599");
  for (const broken of ["{", "7", '{"a":1}']) {
    shelf.set("confab.collapsed.1", broken);
    expect(readCollapsed(shelf, "1")).toEqual([]);
  }
});
