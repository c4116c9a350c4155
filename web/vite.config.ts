/** How the client is built, served while it is worked on, and tested. */
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.CONFAB_URL ?? "http://127.0.0.1:8080";

/**
 * What every page begins with, and what the conversation adds to it: each is one file with all that these
 * import. In the many pieces that are shared otherwise both would be larger by a tenth.
 */
const BEGINNING =
  /node_modules\/react-dom\/|src\/(engine\/(engine|browser-ports)|features\/appearance\/appearance|app\/(app|router|i18n\/i18n|screens\/(login|register|invite|setup)-screen))\.tsx?$/;
const CONVERSATION = /src\/app\/screens\/(main-layout|channel-screen)\.tsx$/;

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  // Files as data: addresses would need a weaker content security policy.
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "beginning", test: BEGINNING, priority: 2 },
            { name: "conversation", test: CONVERSATION, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      "/api": { target: server },
      "/gateway": { target: server, ws: true },
    },
  },
  test: {
    restoreMocks: true,
    // By default one core is left to who writes, which of two is half.
    maxWorkers: "100%",
    // The engine knows no page: its tests need none, and start at once.
    projects: [
      {
        extends: true,
        test: { name: "engine", include: ["src/engine/**/*.test.ts", "src/app/*.test.ts"] },
      },
      {
        extends: true,
        test: {
          name: "screens",
          include: ["src/app/*.test.tsx", "src/ui/**/*.test.tsx", "src/features/**/*.test.{ts,tsx}"],
          environment: "happy-dom",
          setupFiles: ["./src/app/testing/setup.ts"],
          testTimeout: 20_000,
        },
      },
    ],
    coverage: {
      provider: "v8",
      include: ["src/engine/**", "src/features/**"],
      exclude: ["**/*.test.*", "**/testing/**"],
      reporter: ["text-summary", "text"],
      thresholds: { "src/engine/**": { lines: 90 }, "src/features/**": { lines: 75 } },
    },
  },
});
