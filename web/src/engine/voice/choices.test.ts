import { expect, test } from "vitest";
import { FakeShelf } from "../testing/fake-ports.ts";
import { createChoices, readChoices, USUAL } from "./choices.ts";

test("vc1 what is stored wrongly is as if it was not chosen", () => {
  for (const stored of [null, "{", "7", "[]"]) expect(readChoices(stored)).toEqual(USUAL);
  const wrong = { input: 7, thresholdDb: 3, opensBy: "thought", people: { "1": { volume: 9, isMuted: 1 } } };
  expect(readChoices(JSON.stringify(wrong))).toEqual({
    ...USUAL,
    people: { "1": { volume: 1, isMuted: false } },
  });
});

test("what was chosen is there again, and in other tabs at once", () => {
  const shelf = new FakeShelf();
  const choices = createChoices(shelf);
  choices.change({ opensBy: "key", key: "KeyT", isMuted: true });
  choices.changePerson("2", { volume: 0.4 });
  expect(createChoices(shelf).store.getState()).toEqual(choices.store.getState());
  shelf.setElsewhere("confab.voice", JSON.stringify({ ...USUAL, isDeafened: true }));
  expect(choices.store.getState()).toMatchObject({ isDeafened: true, isMuted: false });
  choices.close();
  shelf.setElsewhere("confab.voice", "null");
  expect(choices.store.getState().isDeafened).toBe(true);
});

test("without room it holds until the page is left", () => {
  const shelf = new FakeShelf();
  shelf.hasRoom = false;
  const choices = createChoices(shelf);
  choices.change({ isMuted: true });
  expect(choices.store.getState().isMuted).toBe(true);
});

test("vc2 of two hundred people the volume is remembered, of those changed last", () => {
  const choices = createChoices(new FakeShelf());
  for (let n = 0; n < 250; n += 1) choices.changePerson(`u${n}`, { volume: 0.5 });
  const known = Object.keys(choices.store.getState().people);
  expect([known.length, known[0], known.at(-1)]).toEqual([200, "u50", "u249"]);
  choices.changePerson("u249", { volume: 1 });
  expect(choices.store.getState().people).not.toHaveProperty("u249");
  choices.changePerson("u60", { isMuted: true });
  expect(Object.keys(choices.store.getState().people).at(-1)).toBe("u60");
});

test("what a former client kept about noise still holds", () => {
  const read = (kept: object) => readChoices(JSON.stringify(kept)).noise;
  expect([read({ isCleaned: false }), read({ isCleaned: true }), read({})]).toEqual([
    "kept",
    "browser",
    "browser",
  ]);
  expect([read({ noise: "rnnoise", isCleaned: false }), read({ noise: "x" })]).toEqual([
    "rnnoise",
    "browser",
  ]);
});
