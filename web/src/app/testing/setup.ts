/** What every test starts with: sentences, and a page that has a size. */
import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/react";
import { afterEach, beforeAll } from "vitest";
import { startI18n } from "../i18n/i18n.ts";

beforeAll(startI18n);

afterEach(() => {
  cleanup();
  localStorage.clear();
});

// Nothing is laid out here: without a height the timeline would show no rows.
Object.defineProperties(HTMLElement.prototype, {
  offsetHeight: { configurable: true, get: () => 800 },
  offsetWidth: { configurable: true, get: () => 1200 },
});
