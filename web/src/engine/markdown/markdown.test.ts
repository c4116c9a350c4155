/** MD1–MD3, and the dialect by example. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseMarkdown } from "./blocks.ts";
import { type Block, flatten, type Inline, type List, wordsOf } from "./tree.ts";

/** The tree in short: `bold(a)`, so that a case fits a line. */
function short(blocks: readonly Block[]): string {
  return blocks.map(shortBlock).join(" ");
}

function shortBlock(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return `p(${inline(block.children)})`;
    case "heading":
      return `h${block.level}(${inline(block.children)})`;
    case "subtext":
      return `small(${inline(block.children)})`;
    case "quote":
      return `quote(${short(block.children)})`;
    case "code":
      return `code[${block.language ?? ""}](${block.text})`;
    case "list":
      return shortList(block);
    default:
      return block satisfies never;
  }
}

function shortList({ start, items }: List): string {
  const inside = items.map(({ children, lists }) => [inline(children), ...lists.map(shortList)].join(" "));
  return `${start === null ? "ul" : `ol${start}`}(${inside.join("; ")})`;
}

function inline(parts: readonly Inline[]): string {
  return parts.map(shortPart).join("");
}

function shortPart(part: Inline): string {
  switch (part.kind) {
    case "text":
      return part.text;
    case "break":
      return "⏎";
    case "code":
      return `code(${part.text})`;
    case "link":
      return part.masked ? `link(${inline(part.children)}→${part.href})` : `link(${part.href})`;
    case "everyone":
      return `ping(${part.text})`;
    case "time":
      return `time(${part.timeMs},${part.style})`;
    case "user":
    case "role":
    case "channel":
      return `${part.kind}(${part.id})`;
    default:
      return `${part.kind}(${inline(part.children)})`;
  }
}

test.each([
  // styles
  ["plain", "p(plain)"],
  ["a\nb", "p(a⏎b)"],
  ["a\n\nb", "p(a⏎⏎b)"],
  [
    "**a** *b* _c_ __d__ ~~e~~ ||f||",
    "p(strong(a) emphasis(b) emphasis(c) underline(d) strike(e) spoiler(f))",
  ],
  ["***a***", "p(strong(emphasis(a)))"],
  ["___a___", "p(underline(emphasis(a)))"],
  ["**a *b* c**", "p(strong(a emphasis(b) c))"],
  ["*a **b** c*", "p(emphasis(a strong(b) c))"],
  ["**a *b***", "p(strong(a emphasis(b)))"],
  ["**over\nlines**", "p(strong(over⏎lines))"],
  ["||**a** `b`||", "p(spoiler(strong(a) code(b)))"],
  // what is none
  ["snake_case_name and 2 * 3 * 4", "p(snake_case_name and 2 * 3 * 4)"],
  ["** **** |||| ~~~~ __", "p(strong( )** |||| ~~~~ __)"],
  ["**open *both", "p(**open *both)"],
  ["*a ~~b* c~~", "p(emphasis(a ~~b) c~~)"],
  ["a ~ b ~ c | d", "p(a ~ b ~ c | d)"],
  ["\\*a\\* \\\\ \\q \\<@1>", "p(*a* \\ \\q <@1>)"],
  ["¯\\_(ツ)_/¯", "p(¯_(ツ)_/¯)"],
  ["<script>x</script>", "p(<script>x</script>)"],
  ["a\\", "p(a\\)"],
  // code
  ["`a*b*` ``c`d`` `` `e` ``", "p(code(a*b*) code(c`d) code(`e`))"],
  ["`open **a**", "p(`open strong(a))"],
  ["` ` x", "p(` ` x)"],
  ["\\``a`", "p(`code(a))"],
  ["```rust\nlet a = 1;\n  b\n```", "code[rust](let a = 1;\n  b)"],
  ["x ```y``` z", "p(x ) code[](y) p( z)"],
  ["```\n> a\n# b\n```\n# c", "code[](> a\n# b) h1(c)"],
  ["```c++\n```", "code[](c++)"],
  ["```open\nx", "p(```open⏎x)"],
  ["``````", "p(``````)"],
  ["\\```a```", "p(```a```)"],
  // blocks
  ["# a\n## *b*\n### c\n#### d\n#e", "h1(a) h2(emphasis(b)) h3(c) p(#### d⏎#e)"],
  ["-# small", "small(small)"],
  ["> a\n> b\nc", "quote(p(a⏎b)) p(c)"],
  ["> a\n>\n> > b", "quote(p(a⏎⏎> b))"],
  [">>> a\n# b\n> c", "quote(p(a) h1(b) p(> c))"],
  [">a", "p(>a)"],
  ["> ```js\n> x\n> ```", "quote(code[js](x))"],
  ["- a\n* b\n  - c\n  more\n- d", "ul(a; b ul(c⏎more); d)"],
  ["1. a\n- b\n2. c\nd", "ol1(a) ul(b) ol2(c) p(d)"],
  ["1. a\n2. b\n   1. c", "ol1(a; b ol1(c))"],
  ["- a\n1. b", "ul(a) ol1(b)"],
  ["7. a", "ol7(a)"],
  ["-a\n-", "p(-a⏎-)"],
  // addresses
  ["see https://a.test/x, ok", "p(see link(https://a.test/x), ok)"],
  ["(https://a.test/y)", "p((link(https://a.test/y)))"],
  ["https://a.test/(b)", "p(link(https://a.test/(b)))"],
  ["**https://a.test** *https://b.test*", "p(strong(link(https://a.test/)) emphasis(link(https://b.test/)))"],
  ["https://a.test/x_y_z", "p(link(https://a.test/x_y_z))"],
  ["<https://a.test/x> <mailto:a@b.test>", "p(link(https://a.test/x) link(mailto:a@b.test))"],
  ["[**a** b](https://a.test/)", "p(link(strong(a) b→https://a.test/))"],
  ["[a](<https://a.test/(b)>) [m](mailto:a@b.test)", "p(link(a→https://a.test/(b)) link(m→mailto:a@b.test))"],
  ["[a](javascript:alert(1))", "p([a](javascript:alert(1)))"],
  ["[a](data:text/html,x) [b](//evil.test)", "p([a](data:text/html,x) [b](//evil.test))"],
  ["[https://good.test](https://evil.test)", "p([link(https://good.test/)](link(https://evil.test/)))"],
  ["[ ](https://a.test)", "p([ ](link(https://a.test/)))"],
  ["[a] (b) [c](d)", "p([a] (b) [c](d))"],
  ["javascript:alert(1) xhttps://a.test", "p(javascript:alert(1) xhttps://a.test)"],
  ["https:// http://[", "p(https:// http://[)"],
  // mentions and moments
  ["<@42> <@!43> <@&44> <#45>", "p(user(42) user(43) role(44) channel(45))"],
  ["hi @everyone, @here @hereafter", "p(hi ping(@everyone), ping(@here) @hereafter)"],
  ["<t:1700000000> <t:-5:R>", "p(time(1700000000000,f) time(-5000,R))"],
  ["<t:99999999999999> <@x> <:a:1>", "p(<t:99999999999999> <@x> <:a:1>)"],
])("%s", (text, expected) => {
  expect(short(parseMarkdown(text))).toBe(expected);
});

const PIECES = [
  ..."*_~|`\\<>[]()#-@!\n ",
  ...["**", "__", "~~", "||", "```", "> ", ">>> ", "- ", "1. ", "# ", "-# ", "](https://x.test/a", "<@12>"],
  ...["<t:1>", "@everyone", "https://", "http://a.test", "é", "😀", "\u202e", "\0", "word", "  - "],
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 4 })), { maxLength: 60 })
  .map((pieces) => pieces.join(""));

/** Every link of a tree. */
function links(parts: readonly Inline[]): string[] {
  return parts.flatMap((part) => [
    ...(part.kind === "link" ? [part.href] : []),
    ...("children" in part ? links(part.children) : []),
  ]);
}

function partsOf(blocks: readonly Block[]): Inline[] {
  return blocks.flatMap((block): Inline[] => {
    if (block.kind === "code") return [];
    if (block.kind === "quote") return partsOf(block.children);
    if (block.kind === "list") {
      return block.items.flatMap(({ children, lists }) => [...children, ...partsOf(lists)]);
    }
    return block.children;
  });
}

function depthOf(parts: readonly Inline[]): number {
  return parts.reduce((most, part) => Math.max(most, "children" in part ? 1 + depthOf(part.children) : 0), 0);
}

test("md3 nothing throws, links lead only to the web or to mail, and no tree is deep", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const parts = partsOf(parseMarkdown(text));
      for (const href of links(parts)) expect(href).toMatch(/^(?:https?:\/\/|mailto:)/);
      expect(depthOf(parts)).toBeLessThanOrEqual(13);
    }),
    { numRuns: 3_000 },
  );
});

test("md3 every letter stays, in its place", () => {
  const letters = (text: string) => text.replace(/[^A-Za-zé]/g, "");
  const piece = fc.oneof(
    fc.constantFrom(...PIECES.filter((one) => !/[:@]|<t/.test(one))),
    fc.constantFrom("a", "b", "cd", " e"),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join("");
      const shown = short(parseMarkdown(text)).replace(
        /(?:p|h[123]|small|quote|code|ul|ol\d*|strong|emphasis|underline|strike|spoiler)(?=\()|code\[([^\]]*)\]/g,
        "$1",
      );
      // What stands before a bracket that was typed may be a name too: compare what is no name.
      const plain = text.replace(
        /(?:p|h[123]|small|quote|code|ul|ol\d*|strong|emphasis|underline|strike|spoiler)(?=\()/g,
        "",
      );
      expect(letters(shown)).toBe(letters(plain));
    }),
    { numRuns: 3_000 },
  );
});

test("md1 no text takes longer than its length: a quadratic parser would not come to an end here", () => {
  const cases = [
    ...PIECES,
    ...["*a **", "**a *b ", "[a](", "[a](https://x.test/", "https://a](", "`a``b```c", "<t:", "\\", "(((("],
    ...["||a ~~b __c *d _e **f [g ", "- a\n  - b\n    - c\n", "> ```\n", "[x](https://a.test/("],
  ];
  const length = 200_000;
  for (const piece of cases) {
    const text = piece.repeat(Math.ceil(length / piece.length));
    expect(parseMarkdown(text).length).toBeGreaterThan(0);
  }
}, 60_000);

test("a preview is one line, and what a spoiler hides stays hidden", () => {
  const tree = parseMarkdown("# Hi <@1>\n> quoted\n- one\n- two **bold**\n```js\nx\n```||secret|| <t:0:R>");
  const flat = flatten(tree);
  expect(flat.some(({ kind }) => kind === "break")).toBe(false);
  const words = wordsOf(flat, ({ kind, id }) => `${kind}-${id}`, "▮");
  expect(words).toContain("Hi user-1 quoted one two bold x ▮ ");
  expect(words).not.toContain("secret");
  expect(
    wordsOf(
      parseMarkdown("@everyone\n`c` <#5>").flatMap((block) =>
        "children" in block ? (block.children as Inline[]) : [],
      ),
      ({ id }) => id,
      "",
    ),
  ).toBe("@everyone c 5");
});
