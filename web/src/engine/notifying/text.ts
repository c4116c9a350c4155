/** A message as a line of plain text, for places that this client does not draw itself. */
import type { GuildState } from "../guilds/guilds.ts";
import { parseMarkdown } from "../markdown/blocks.ts";
import { mentionNames } from "../markdown/names.ts";
import { flatten, wordsOf } from "../markdown/tree.ts";
import type { Message } from "../wire.ts";

/** What is seen of a notification. */
const CHARS_MAX = 150;
/** More of a message is not looked at. */
const CONTENT_CHARS_MAX = 2_000;

/** Hides what spoilers hide. */
const HIDDEN = "▮▮▮";

/** Empty where a message has no words. */
export function plainText({ content, mentions }: Message, guild: GuildState): string {
  const blocks = parseMarkdown(content.slice(0, CONTENT_CHARS_MAX));
  return shortened(wordsOf(flatten(blocks), mentionNames(guild, mentions), HIDDEN));
}

/** On one line, without marks that turn text round, at most as long as it is seen. */
export function shortened(text: string): string {
  const line = text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  const chars = [...line];
  return chars.length > CHARS_MAX ? `${chars.slice(0, CHARS_MAX - 1).join("")}…` : line;
}
