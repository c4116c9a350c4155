/** How the client is built, served while it is worked on, and tested. */
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.CONFAB_URL ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  // Files as data: addresses would need a weaker content security policy.
  build: { target: "es2023", assetsInlineLimit: 0 },
  server: {
    proxy: {
      "/api": { target: server },
      "/gateway": { target: server, ws: true },
    },
  },
  test: {
    restoreMocks: true,
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
