/**
 * Names as they are typed, and mentions as they are sent: `@ada` is `<@1>`, `#general` is `<#10>`. Within
 * code both stay what they are.
 *
 * - NM1  What is not the name of anybody here stays as it was typed.
 * - NM2  A text that is opened for changing and saved again mentions the same.
 */
import type { GuildState } from "../guilds/guilds.ts";
import type { Id } from "../wire.ts";
import { outsideCode } from "./outside-code.ts";

const TYPED = /(^|[\s(*_~|])(@|#)([^\s@#<>]{1,100})/gu;
const SENT = /<(@!?|@&|#)(\d{1,20})>/g;

/** For the server. */
export function encodeNames(text: string, guild: GuildState): string {
  const roles = Object.values(guild.roles)
    .filter(({ id, name }) => id !== guild.id && name !== "")
    .sort((a, b) => b.name.length - a.name.length);
  const withRoles = (part: string) =>
    roles.reduce((said, { id, name }) => replaceWord(said, `@${name}`, `<@&${id}>`), part);
  const people = new Map(Object.values(guild.members).map(({ user }) => [user.username, `<@${user.id}>`]));
  const channels = new Map(Object.values(guild.channels).map(({ id, name }) => [name ?? "", `<#${id}>`]));
  return outsideCode(text, (part) =>
    withRoles(
      part.replace(TYPED, (whole, lead: string, sign: string, word: string) => {
        const known = sign === "@" ? people : channels;
        const name = longestName(word, known);
        return name === null ? whole : lead + known.get(name) + word.slice(name.length);
      }),
    ),
  );
}

/** For whoever changes it. */
export function decodeNames(text: string, guild: GuildState): string {
  const decoded = outsideCode(text, (part) =>
    part.replace(SENT, (whole, sign: string, id: Id) => {
      const name = nameOf(guild, sign, id);
      return name ? (sign === "#" ? "#" : "@") + name : whole;
    }),
  );
  // NM2: where names are alike, or stand within words, the mentions stay as they were sent.
  return encodeNames(decoded, guild) === text.replaceAll("<@!", "<@") ? decoded : text;
}

function nameOf(guild: GuildState, sign: string, id: Id): string | null | undefined {
  if (sign === "#") return guild.channels[id]?.name;
  return sign === "@&" ? guild.roles[id]?.name : guild.members[id]?.user.username;
}

/** Without what ends the sentence: a dot may belong to a name. */
function longestName(word: string, known: ReadonlyMap<string, string>): string | null {
  for (let end = word.length; end > 0; end -= 1) {
    if (known.has(word.slice(0, end))) return word.slice(0, end);
    if (!/[^\p{L}\p{N}_-]/u.test(word.charAt(end - 1))) return null;
  }
  return null;
}

function replaceWord(text: string, word: string, by: string): string {
  const parts = text.split(word);
  return parts.reduce((said, part, at) => {
    if (at === 0) return part;
    const isWord = !/[\p{L}\p{N}_]$/u.test(said) && !/^[\p{L}\p{N}_]/u.test(part);
    return said + (isWord ? by : word) + part;
  }, "");
}
