import { defineConfig } from "@playwright/test";

/**
 * Tours in Debian's Chromium against the real program, which the fixture starts for each of them.
 * No retries: a tour that passes the second time has found a fault.
 */
export default defineConfig({
  testDir: "tours",
  outputDir: "../test-results",
  // Two tours at once: each has a server of its own. With a third one their own patience ends.
  workers: 2,
  fullyParallel: true,
  retries: 0,
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
