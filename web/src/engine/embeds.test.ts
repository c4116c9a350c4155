import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readEmbeds } from "./embeds.ts";
import type { Attachment } from "./wire.ts";

const one = (embed: unknown, attachments: readonly Attachment[] = []) => readEmbeds([embed], attachments)[0];

test("an embed has what its bot gave it", () => {
  const embed = one({
    title: "Build 12",
    url: "https://ci.example/12",
    description: "**green**",
    color: 0x22_aa_44,
    author: { name: "ci", url: "https://ci.example", icon_url: "https://ci.example/x.png" },
    fields: [{ name: "tests", value: "592", inline: true }],
    footer: { text: "by hand" },
    timestamp: "2026-11-22T12:00:00Z",
    image: { url: "https://ci.example/graph.png", width: 10, height: 20 },
  });
  expect(embed).toEqual({
    title: "Build 12",
    url: "https://ci.example/12",
    description: "**green**",
    color: 0x22_aa_44,
    author: { name: "ci", url: "https://ci.example/" },
    fields: [{ name: "tests", value: "592", inline: true }],
    footer: "by hand",
    timeMs: Date.UTC(2026, 10, 22, 12),
    image: { path: null, href: "https://ci.example/graph.png", width: 10, height: 20 },
    thumbnail: null,
  });
});

test("em1 only pictures of this server are shown: by their path, or as a file of the message", () => {
  const file = {
    filename: "a.png",
    url: "http://chat.example/attachments/1/2/a.png?ex=1",
    width: 4,
    height: 3,
  };
  const at = (url: string) => one({ title: "t", image: { url } }, [file as Attachment])?.image ?? null;
  expect(at(file.url)).toEqual({
    path: "/attachments/1/2/a.png?ex=1",
    href: "/attachments/1/2/a.png?ex=1",
    width: 4,
    height: 3,
  });
  expect(at("/attachments/1/2/a.png")?.path).toBe("/attachments/1/2/a.png");
  expect(at("https://evil.example/attachments/1/2/a.png")?.path).toBeNull();
  expect(at("//evil.example/attachments/1/2/a.png")).toBeNull();
  expect([at("attachment://b.png"), at("javascript:alert(1)"), at("data:image/svg+xml,x")]).toEqual([
    null,
    null,
    null,
  ]);
});

test("addresses that run something, or write mail, are no addresses", () => {
  for (const url of ["javascript:alert(1)", "JAVASCRIPT:x", "mailto:a@b.c", "//x", "vbscript:x", 7, {}])
    expect(one({ title: "t", url, author: { name: "n", url } })).toMatchObject({
      url: null,
      author: { url: null },
    });
});

test("there are bounds to how many and how long, and what is empty is none", () => {
  expect(readEmbeds(Array(30).fill({ title: "t" }), [])).toHaveLength(10);
  const field = { name: "n", value: "v" };
  const long = one({ title: "t".repeat(9_999), fields: Array(99).fill(field), color: 2 ** 40 });
  expect([long?.title?.length, long?.fields.length, long?.color]).toEqual([256, 25, null]);
  expect(readEmbeds([{}, { title: "  " }, { fields: [{}] }, null, [], "x"], [])).toEqual([]);
  expect([readEmbeds(null, []), readEmbeds({ length: 3 }, [])]).toEqual([[], []]);
});

test("whatever a bot sends, nothing breaks", () => {
  const keys = ["title", "url", "description", "color", "author", "fields", "footer", "timestamp", "image"];
  const embed = fc.dictionary(fc.constantFrom(...keys), fc.anything());
  fc.assert(
    fc.property(fc.array(fc.oneof(embed, fc.anything())), (stored) => {
      for (const { title, fields, timeMs } of readEmbeds(stored, [])) {
        expect(title === null || typeof title === "string").toBe(true);
        expect(fields.every(({ name, value }) => typeof name === "string" && typeof value === "string")).toBe(
          true,
        );
        expect(timeMs === null || Number.isFinite(timeMs)).toBe(true);
      }
    }),
  );
});
