/**
 * A message's text, cut into what is shown differently. Never HTML: the parts become elements.
 */
import type { Id } from "./wire.ts";

export type Part =
  | { kind: "text"; text: string }
  | { kind: "break" }
  | { kind: "link"; href: string; text: string }
  | { kind: "user"; id: Id }
  | { kind: "everyone"; text: string };

/** Mentions, then web addresses up to a space or an angle bracket. */
const SPECIAL = /<@!?(\d{1,20})>|(@everyone|@here)\b|(https?:\/\/[^\s<>]+)|(\n)/g;
/** What ends a sentence rather than an address. */
const TRAILING = /[.,:;!?'"]+$/;

export function parseContent(content: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of content.matchAll(SPECIAL)) {
    pushText(parts, content.slice(at, match.index));
    at = match.index + match[0].length;
    const [, userId, everyone, address] = match;
    if (userId !== undefined) parts.push({ kind: "user", id: userId });
    else if (everyone !== undefined) parts.push({ kind: "everyone", text: everyone });
    else if (address !== undefined) pushLink(parts, address);
    else parts.push({ kind: "break" });
  }
  pushText(parts, content.slice(at));
  return parts;
}

function pushLink(parts: Part[], address: string): void {
  const text = trimAddress(address);
  if (URL.canParse(text)) parts.push({ kind: "link", href: new URL(text).href, text });
  else pushText(parts, text);
  pushText(parts, address.slice(text.length));
}

/** A closing parenthesis belongs to the address only when one was opened in it. */
function trimAddress(address: string): string {
  const text = address.replace(TRAILING, "");
  return text.endsWith(")") && !text.includes("(") ? trimAddress(text.slice(0, -1)) : text;
}

function pushText(parts: Part[], text: string): void {
  const last = parts.at(-1);
  if (text === "") return;
  if (last?.kind === "text") last.text += text;
  else parts.push({ kind: "text", text });
}
