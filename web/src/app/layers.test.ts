/**
 * Imports point down only: app, features, binding, engine; and `ui` beside them, which knows no data.
 * No feature knows another.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const SRC = resolve(import.meta.dirname, "..");

/** What each layer may import besides itself. */
const BELOW: Record<string, readonly string[]> = {
  app: ["features", "binding", "engine", "ui"],
  features: ["binding", "engine", "ui"],
  binding: ["engine", "ui"],
  engine: [],
  ui: [],
};

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes(".test."))
    .map((path) => join(folder, path));
}

function importsOf(file: string): string[] {
  const specifiers = [...readFileSync(file, "utf8").matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(
    ([, name]) => name ?? "",
  );
  return specifiers.map((name) => {
    if (name.startsWith("@/")) return join(SRC, name.slice(2));
    return name.startsWith(".") ? resolve(dirname(file), name) : name;
  });
}

function placeOf(file: string): { layer: string; feature: string | undefined } {
  const [layer = "", feature] = relative(SRC, file).split("/");
  return { layer, feature: layer === "features" ? feature : undefined };
}

/** Why an import is not allowed, or null. */
function fault(from: string, to: string): string | null {
  if (!to.startsWith(SRC)) {
    const isReact = /^(react|react-dom|react-i18next|zustand|@tanstack\/react-.*)$/.test(to);
    return placeOf(from).layer === "engine" && isReact ? "the engine knows no React" : null;
  }
  const [source, target] = [placeOf(from), placeOf(to)];
  if (source.layer !== target.layer) {
    return BELOW[source.layer]?.includes(target.layer)
      ? null
      : `${source.layer} may not know ${target.layer}`;
  }
  return source.feature === target.feature ? null : `${source.feature} may not know ${target.feature}`;
}

test("imports point down only, and never from feature to feature", () => {
  const faults = sources(SRC).flatMap((file) =>
    importsOf(file).flatMap((target) => {
      const why = fault(file, target);
      return why ? [`${relative(SRC, file)} → ${target.replace(SRC, "")}: ${why}`] : [];
    }),
  );
  expect(faults).toEqual([]);
});

test("the check finds what it is there for", () => {
  const at = (path: string) => join(SRC, path);
  expect(fault(at("ui/button.tsx"), at("engine/wire.ts"))).toBe("ui may not know engine");
  expect(fault(at("features/messages/a.ts"), at("features/members/b.ts"))).toBe(
    "messages may not know members",
  );
  expect(fault(at("engine/a.ts"), "react")).toBe("the engine knows no React");
  expect(fault(at("features/messages/a.ts"), at("engine/wire.ts"))).toBeNull();
});

test("components and hooks hold one idea each", () => {
  const lines = (file: string) => readFileSync(file, "utf8").split("\n").length;
  const tooLong = sources(SRC).filter((file) => {
    if (file.includes("/testing/")) return false;
    if (file.endsWith(".tsx")) return lines(file) > 150;
    return /\/use-[^/]+\.ts$/.test(file) && lines(file) > 110;
  });
  expect(tooLong.map((file) => relative(SRC, file))).toEqual([]);
});
