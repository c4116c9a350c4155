import fc from "fast-check";
import { expect, test } from "vitest";
import { GUILD_IN_TESTS } from "../testing/guild.ts";
import { completionAt, isInFence } from "./completion.ts";
import { markFor, toggleMark } from "./format.ts";
import { decodeNames, encodeNames } from "./names.ts";

test.each([
  ["@", "mention", ""],
  ["hello @ad", "mention", "ad"],
  ["**@ad", "mention", "ad"],
  ["#gen", "channel", "gen"],
  [":fi", "emoji", "fi"],
  ["a\n:+1", "emoji", "+1"],
])("%j is completed", (text, kind, query) => {
  expect(completionAt(text, text.length)).toEqual({
    kind,
    query,
    from: text.length - query.length - 1,
    to: text.length,
  });
});

test.each(["", "mail@ad", "10:30", ":", ":f", "a#b", "@ada is", "::fi"])("%j is not", (text) => {
  expect(completionAt(text, text.length)).toBeNull();
});

test("what stands after the caret does not count", () => {
  expect(completionAt("@ad and more", 3)).toMatchObject({ query: "ad", from: 0, to: 3 });
});

test("within fenced code a line break is a line break", () => {
  expect([isInFence("```rs\nlet", 9), isInFence("```a``` b", 9), isInFence("a", 1)]).toEqual([
    true,
    false,
    false,
  ]);
});

test("marks are put round what is selected, and taken away again", () => {
  const plain = { text: "say it loud", start: 4, end: 6 };
  for (const [key, isShifted, mark] of [
    ["b", false, "**"],
    ["i", false, "*"],
    ["U", false, "__"],
    ["e", false, "`"],
    ["x", true, "~~"],
    ["s", true, "||"],
  ] as const) {
    expect(markFor(key, isShifted)).toBe(mark);
    const marked = toggleMark(plain, mark);
    expect(marked.text).toBe(`say ${mark}it${mark} loud`);
    expect(marked.text.slice(marked.start, marked.end)).toBe("it");
    expect(toggleMark(marked, mark)).toEqual(plain);
  }
  expect(markFor("x", false)).toBeNull();
  const bold = toggleMark(plain, "**");
  expect(toggleMark(bold, "*").text).toBe("say ***it*** loud");
});

test.each([
  ["hi @ada and @bob.", "hi <@1> and <@2>."],
  ["#general, (#engine-room)", "<#10>, (<#12>)"],
  ["@Keepers of @Keepers Old!", "<@&7> of <@&8>!"],
  ["`@ada` ```\n@bob\n``` @dot.ted", "`@ada` ```\n@bob\n``` <@3>"],
  ["@everyone @nobody mail@ada #none @adam", "@everyone @nobody mail@ada #none @adam"],
  ["**@ada** *@bob*", "**<@1>** *<@2>*"],
])("%j is sent as %j, and reads the same when it is changed", (typed, sent) => {
  expect(encodeNames(typed, GUILD_IN_TESTS)).toBe(sent);
  expect(encodeNames(decodeNames(sent, GUILD_IN_TESTS), GUILD_IN_TESTS)).toBe(sent);
});

test("nm2 a name that stood right behind another one is no mention the second time either", () => {
  const sent = encodeNames("@ada@ada<@1>", GUILD_IN_TESTS);
  expect(encodeNames(decodeNames(sent, GUILD_IN_TESTS), GUILD_IN_TESTS)).toBe(sent);
});

test("nm2 whatever is opened and saved again mentions the same", () => {
  const piece = fc.constantFrom(
    ...[
      "<@1>",
      "<@!2>",
      "<@3>",
      "<@&7>",
      "<@&8>",
      "<#10>",
      "<@99>",
      "<#99>",
      "`",
      "```",
      "@",
      "#",
      ".",
      " ",
      "x",
      "ada",
    ],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const sent = encodeNames(pieces.join(""), GUILD_IN_TESTS).replaceAll("<@!", "<@");
      const again = encodeNames(decodeNames(sent, GUILD_IN_TESTS), GUILD_IN_TESTS).replaceAll("<@!", "<@");
      expect(mentionsOf(again)).toEqual(mentionsOf(sent));
    }),
    { numRuns: 1_000 },
  );
});

function mentionsOf(text: string): string[] {
  return text.match(/<(?:@&?|#)\d+>/g) ?? [];
}
