/** Web addresses in text: where one ends, and which of them may be followed. */

const BLANK_OR_ANGLE = /[\s<>]/;
/** What ends a sentence rather than an address. */
const TRAILING = new Set([".", ",", ":", ";", "!", "?", "'", '"']);
const PAIRS: Readonly<Record<string, string>> = { ")": "(", "]": "[" };

/** The address that may be followed, or null: the web and mail, nothing that runs. */
export function safeHref(address: string): string | null {
  if (!/^(?:https?:\/\/|mailto:)/i.test(address) || !URL.canParse(address)) return null;
  const { href, protocol } = new URL(address);
  return protocol === "http:" || protocol === "https:" || protocol === "mailto:" ? href : null;
}

/** Where an address that begins at `from` ends: at a space, an angle bracket, or what closes a part round it. */
export function addressEnd(text: string, from: number, closers: readonly string[]): number {
  let end = from;
  while (end < text.length && !BLANK_OR_ANGLE.test(text.charAt(end))) {
    if (closers.some((closer) => text.startsWith(closer, end))) break;
    end += 1;
  }
  return from + trimmedLength(text.slice(from, end));
}

/** A closing bracket belongs to the address only when it was opened in it. */
function trimmedLength(address: string): number {
  const extra: Record<string, number> = {};
  for (const [close, open] of Object.entries(PAIRS))
    extra[close] = count(address, close) - count(address, open);
  let end = address.length;
  for (; end > 0; end -= 1) {
    const last = address.charAt(end - 1);
    if (TRAILING.has(last)) continue;
    const surplus = extra[last];
    if (surplus === undefined || surplus <= 0) break;
    extra[last] = surplus - 1;
  }
  return end;
}

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}
