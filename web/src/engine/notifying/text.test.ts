import { expect, test } from "vitest";
import { NO_GUILDS, reduceGuilds } from "../guilds/guilds.ts";
import { ada, bob, guildCreate, message } from "../testing/samples.ts";
import { plainText, shortened } from "./text.ts";

const guild = reduceGuilds(NO_GUILDS, { name: "GUILD_CREATE", data: guildCreate() }, ada.id).guilds["1"];
const text = (content: string) => {
  if (!guild) throw new Error("there is a guild");
  return plainText(message(1, { content }), guild);
};

test.each([
  ["marks", "**bold** and `code`", "bold and code"],
  ["a mention", `hello <@${bob.id}>`, "hello @bob"],
  ["a channel", "see <#10>", "see #general"],
  ["a spoiler", "it is ||the butler||", "it is ▮▮▮"],
  ["lines", "one\ntwo\n\n> three", "one two three"],
  ["markup, which it stays", "<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"],
  ["nothing", "", ""],
])("%s", (_, content, expected) => {
  expect(text(content)).toBe(expected);
});

test("a long message is cut where nothing is torn apart", () => {
  const cut = text("🦀".repeat(400));
  expect([...cut]).toHaveLength(150);
  expect(cut.endsWith("🦀…")).toBe(true);
});

test("marks that turn text round, and control characters, are left out", () => {
  expect(shortened("safe\u202Eexe.gpj\u0007 \u2066end\u2069\u2028x")).toBe("safeexe.gpj end x");
});
