import { expect, test } from "vitest";
import { createDrafts, DRAFT_KEPT_MAX } from "./drafts.ts";
import { FakeShelf } from "./testing/fake-ports.ts";

test("a draft survives the page, in its channel and for its user", () => {
  const shelf = new FakeShelf();
  createDrafts(shelf, "7").set("10", "half a thought");
  const again = createDrafts(shelf, "7");
  expect([again.get("10"), again.get("11"), createDrafts(shelf, "8").get("10")]).toEqual([
    "half a thought",
    "",
    "",
  ]);
  again.set("10", "");
  expect(shelf.keys()).toEqual([]);
});

test("what is typed in another tab stands here too, until the page is left", () => {
  const shelf = new FakeShelf();
  const drafts = createDrafts(shelf, "7");
  shelf.setElsewhere("confab.draft.7.10", "from the other tab");
  shelf.setElsewhere("confab.theme", "dark");
  expect(drafts.get("10")).toBe("from the other tab");
  shelf.removeElsewhere("confab.draft.7.10");
  expect(drafts.get("10")).toBe("");
  drafts.close();
  shelf.setElsewhere("confab.draft.7.10", "too late");
  expect(drafts.get("10")).toBe("");
});

test("d1 what does not fit the shelf stays in memory", () => {
  const shelf = new FakeShelf();
  const drafts = createDrafts(shelf, "7");
  drafts.set("10", "x".repeat(DRAFT_KEPT_MAX + 1));
  expect([drafts.get("10").length, shelf.keys()]).toEqual([DRAFT_KEPT_MAX + 1, []]);
  shelf.hasRoom = false;
  drafts.set("10", "short");
  expect([drafts.get("10"), shelf.keys()]).toEqual(["short", []]);
});
