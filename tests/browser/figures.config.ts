import { defineConfig } from "@playwright/test";
import tours from "./playwright.config.js";

/** Times, which depend on the machine: measured one after another and printed, never a test of the build. */
export default defineConfig(tours, { testDir: "figures", timeout: 300_000, workers: 1 });
