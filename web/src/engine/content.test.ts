import fc from "fast-check";
import { expect, test } from "vitest";
import { parseContent } from "./content.ts";

test.each([
  ["plain", [{ kind: "text", text: "plain" }]],
  ["a\nb", [{ kind: "text", text: "a" }, { kind: "break" }, { kind: "text", text: "b" }]],
  [
    "<@42> and <@!43>",
    [
      { kind: "user", id: "42" },
      { kind: "text", text: " and " },
      { kind: "user", id: "43" },
    ],
  ],
  [
    "hi @everyone",
    [
      { kind: "text", text: "hi " },
      { kind: "everyone", text: "@everyone" },
    ],
  ],
  [
    "see https://a.test/x, ok",
    [
      { kind: "text", text: "see " },
      { kind: "link", href: "https://a.test/x", text: "https://a.test/x" },
      { kind: "text", text: ", ok" },
    ],
  ],
  [
    "(https://a.test/y)",
    [
      { kind: "text", text: "(" },
      { kind: "link", href: "https://a.test/y", text: "https://a.test/y" },
      { kind: "text", text: ")" },
    ],
  ],
  ["https://a.test/(b)", [{ kind: "link", href: "https://a.test/(b)", text: "https://a.test/(b)" }]],
  ["javascript:alert(1)", [{ kind: "text", text: "javascript:alert(1)" }]],
  ["https://", [{ kind: "text", text: "https://" }]],
  ["<script>x</script>", [{ kind: "text", text: "<script>x</script>" }]],
])("%s", (content, parts) => {
  expect(parseContent(content)).toEqual(parts);
});

test("no character is lost, and links lead only to the web", () => {
  const piece = fc.constantFrom(
    "<@12>",
    "https://x.test/a?b=1",
    "\n",
    "http://[",
    ")",
    ".",
    "@here",
    "é😀",
    " <",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 12 }), (pieces) => {
      const content = pieces.join("");
      const parts = parseContent(content);
      const back = parts.map((part) => {
        if (part.kind === "break") return "\n";
        return part.kind === "user" ? `<@${part.id}>` : part.text;
      });
      expect(back.join("").replaceAll("<@!", "<@")).toBe(content.replaceAll(/<@!(?=\d{1,20}>)/g, "<@"));
      for (const part of parts) if (part.kind === "link") expect(part.href).toMatch(/^https?:\/\//);
    }),
  );
});
