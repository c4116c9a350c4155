import { expect, test } from "vitest";
import { DEFAULT_APPEARANCE, readAppearance, restoreAppearance, useAppearance } from "./appearance.ts";

test("what is chosen is shown to the style sheet and remembered", () => {
  useAppearance.getState().choose({ theme: "dark", textSize: "large" });
  const { dataset } = document.documentElement;
  expect({ ...dataset }).toEqual({ theme: "dark", textSize: "large" });
  useAppearance.setState({ appearance: DEFAULT_APPEARANCE });
  restoreAppearance();
  expect(useAppearance.getState().appearance).toEqual({
    ...DEFAULT_APPEARANCE,
    theme: "dark",
    textSize: "large",
  });
});

test("a choice taken back leaves no attribute", () => {
  useAppearance.getState().choose({ motion: "reduced", density: "compact" });
  useAppearance.getState().choose({ motion: "system", density: "cosy" });
  expect({ ...document.documentElement.dataset }).toEqual({});
});

test.each([
  ["nothing", null],
  ["something else", 7],
  ["values that nobody knows", { theme: "pink", density: 3, textSize: "</style>", motion: null }],
])("%s is as if nothing was chosen", (_, stored) => {
  expect(readAppearance(stored)).toEqual(DEFAULT_APPEARANCE);
});

test("what cannot be read is as if nothing was remembered", () => {
  localStorage.setItem("confab.appearance", "{broken");
  restoreAppearance();
  expect(useAppearance.getState().appearance).toEqual(DEFAULT_APPEARANCE);
});

test("what is known of a half-known choice holds", () => {
  expect(readAppearance({ theme: "light", density: "roomy" })).toEqual({
    ...DEFAULT_APPEARANCE,
    theme: "light",
  });
});
