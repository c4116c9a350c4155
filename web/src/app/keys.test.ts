/** Every sentence of the client is said somewhere: what nobody says any more is taken out. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { en } from "./i18n/en.ts";
import { friends } from "./i18n/en-friends.ts";
import { notifications } from "./i18n/en-notifications.ts";
import { settings } from "./i18n/en-settings.ts";

const SRC = resolve(import.meta.dirname, "..");

function sources(): string {
  return readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes(".test.") && !path.includes("i18n"))
    .map((path) => readFileSync(join(SRC, path), "utf8"))
    .join("\n");
}

/** `a.b.c` of every sentence; the forms of a plural are one. */
function keysOf(node: object, path: string[] = []): string[] {
  return Object.entries(node).flatMap(([key, value]) => {
    if (typeof value === "object") return keysOf(value, [...path, key]);
    return [[...path, key.replace(/_(one|other)$/, "")].join(".")];
  });
}

/** As `"a.b.c"`, or as a key with holes for what is only known while it runs, or as a group that is read whole. */
function isSaid(key: string, source: string, holed: readonly RegExp[]): boolean {
  return source.includes(`"${key}"`) || holed.some((pattern) => pattern.test(key));
}

function holedKeys(source: string): RegExp[] {
  const templates = source.matchAll(/\bt\(\s*`([^`]*\$\{[^`]*)`/g);
  const groups = [...source.matchAll(/\bt\("([\w.]+)", \{ returnObjects: true/g)];
  const whole = groups.map(([, group = ""]) => new RegExp(`^${group.replace(/\./g, "\\.")}\\.`));
  const holed = [...templates].map(([, template = ""]) => {
    const parts = template.split(/\$\{[^}]*\}/).map((part) => part.replace(/\./g, "\\."));
    return new RegExp(`^${parts.join("[^.]+")}$`);
  });
  return [...whole, ...holed];
}

function unsaid(source: string): string[] {
  const holed = holedKeys(source);
  return [...new Set([en, settings, friends, notifications].flatMap((part) => keysOf(part)))].filter(
    (key) => !isSaid(key, source, holed),
  );
}

test("no sentence is there that nobody says", () => {
  expect(unsaid(sources())).toEqual([]);
});

test("the check finds what it is there for", () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it stands for a source file
  const source = 't("common.close"); t(`roles.colors.${color}`)';
  expect(unsaid(source)).toContain("common.cancel");
  expect(unsaid(source)).not.toContain("common.close");
  expect(unsaid(source)).not.toContain("roles.colors.red");
});
