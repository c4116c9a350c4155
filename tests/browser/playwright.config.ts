import { defineConfig } from "@playwright/test";

/** Whose name says which promise it holds: `p1`, `p2` … */
const HOLDS_A_PROMISE = /\bp[1-7]\b/;

/**
 * Tours in Debian's Chromium against the real program, which the fixture starts for each of them.
 * A tour of a promise has one try: what passes the second time only was broken once. Any other may have a second one
 * in `.ci/run`, where two cores carry two servers and up to eight browsers; it is listed as flaky then, which is a
 * fault to mend. By hand nothing is tried twice.
 */
export default defineConfig({
  testDir: "tours",
  outputDir: "../test-results",
  // Two tours at once: each has a server of its own. With a third one their own patience ends.
  workers: 2,
  fullyParallel: true,
  projects: [
    { name: "promises", grep: HOLDS_A_PROMISE, retries: 0 },
    { name: "tours", grepInvert: HOLDS_A_PROMISE, retries: process.env["CI"] ? 1 : 0 },
  ],
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    browserName: "chromium",
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
      ],
    },
  },
});
