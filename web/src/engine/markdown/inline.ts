/**
 * The parts of a run of text: styles, code, links, mentions, moments.
 *
 * - MD1  One pass: what an opened style may cost is bounded by `DEPTH_MAX`, so the time is linear.
 * - MD2  What does not close, or closes around nothing, is text.
 * - MD3  No character of what was written goes missing but the markers that took effect.
 */
import type { Id } from "../wire.ts";
import { addressEnd, safeHref } from "./addresses.ts";
import type { Inline, Style, TimeStyle } from "./tree.ts";

/** Styles within styles; deeper ones are text. */
const DEPTH_MAX = 12;
/** The greatest moment that a date can hold. */
const TIME_MS_MAX = 8.64e15;

type FrameKind = Style | "italic" | "link";

interface Frame {
  kind: FrameKind | null;
  marker: string;
  children: Inline[];
}

/** A marker of two, and what half of it means. */
const MARKERS: Readonly<Record<string, { whole: FrameKind; half: FrameKind | null }>> = {
  "*": { whole: "strong", half: "emphasis" },
  // Another kind than that of the star: each closes only its own.
  _: { whole: "underline", half: "italic" },
  "~": { whole: "strike", half: null },
  "|": { whole: "spoiler", half: null },
};

const CLOSERS: Partial<Record<FrameKind, string>> = {
  strong: "**",
  underline: "__",
  strike: "~~",
  spoiler: "||",
  link: "](",
};

const SPECIAL = /[\\`*_~|<[\]@\nhH]/g;
const ESCAPABLE = /[!-/:-@[-`{-~]/;
const ANGLE =
  /<(?:@!?(\d{1,20})|@&(\d{1,20})|#(\d{1,20})|t:(-?\d{1,14})(?::([tTdDfFR]))?|((?:https?:\/\/|mailto:)[^\s<>]{1,2048}))>/iy;
const EVERYONE = /@(?:everyone|here)\b/y;
const SCHEME = /https?:\/\/(?=[^\s<>])/iy;
const TARGET =
  /\]\(<?((?:https?:\/\/|mailto:)[^\s()<>]{1,2048}(?:\([^\s()<>]{0,2048}\)[^\s()<>]{0,2048})?)>?\)/iy;
const WORD = /[\p{L}\p{N}]/u;

export function parseInline(text: string): Inline[] {
  return new InlineParser(text).parse();
}

class InlineParser {
  readonly #text: string;
  readonly #frames: Frame[] = [{ kind: null, marker: "", children: [] }];
  readonly #open = new Set<FrameKind>();
  /** Where runs of backticks begin, by their length; taken from the end. */
  readonly #ticks: Map<number, number[]>;
  readonly #hasTarget: boolean;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#ticks = tickRuns(text);
    this.#hasTarget = text.includes("](");
  }

  parse(): Inline[] {
    while (this.#at < this.#text.length) this.#next();
    while (this.#frames.length > 1) this.#giveUp();
    return this.#top.children;
  }

  get #top(): Frame {
    return this.#frames[this.#frames.length - 1] as Frame;
  }

  #next(): void {
    SPECIAL.lastIndex = this.#at;
    const special = SPECIAL.exec(this.#text)?.index ?? this.#text.length;
    this.#takeText(special - this.#at);
    if (this.#at >= this.#text.length) return;
    const char = this.#text.charAt(this.#at);
    switch (char) {
      case "\\":
        return this.#escape();
      case "`":
        return this.#code();
      case "<":
        return this.#angle();
      case "[":
        return this.#openLink();
      case "]":
        return this.#closeLink();
      case "@":
        return this.#everyone();
      case "\n":
        this.#push({ kind: "break" });
        this.#at += 1;
        return;
      case "h":
      case "H":
        return this.#address();
      default:
        return this.#style(char);
    }
  }

  #takeText(length: number): void {
    this.#push({ kind: "text", text: this.#text.slice(this.#at, this.#at + length) });
    this.#at += length;
  }

  #push(part: Inline): void {
    pushPart(this.#top.children, part);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text);
  }

  #escape(): void {
    if (ESCAPABLE.test(this.#text.charAt(this.#at + 1))) this.#at += 1;
    this.#takeText(1);
  }

  #code(): void {
    const length = runLength(this.#text, this.#at);
    const from = this.#at + length;
    const ends = this.#ticks.get(length) ?? [];
    while (ends.length > 0 && (ends.at(-1) ?? 0) < from) ends.pop();
    const end = ends.at(-1);
    const text = end === undefined ? "" : this.#text.slice(from, end);
    if (end === undefined || text.trim() === "") return this.#takeText(length);
    this.#push({ kind: "code", text: unpadded(text) });
    this.#at = end + length;
  }

  #angle(): void {
    const match = this.#match(ANGLE);
    const part = match && angled(match);
    if (!part) return this.#takeText(1);
    this.#push(part);
    this.#at += match[0].length;
  }

  #everyone(): void {
    const match = this.#match(EVERYONE);
    if (!match) return this.#takeText(1);
    this.#push({ kind: "everyone", text: match[0] });
    this.#at += match[0].length;
  }

  #address(): void {
    const isInWord = WORD.test(this.#text.charAt(this.#at - 1));
    if (isInWord || !this.#match(SCHEME)) return this.#takeText(1);
    const closers = [...this.#open].flatMap((kind) => CLOSERS[kind] ?? []);
    const end = addressEnd(this.#text, this.#at, closers);
    const address = this.#withoutHalfMarker(this.#text.slice(this.#at, end));
    const href = safeHref(address);
    if (href === null) return this.#takeText(Math.max(1, address.length));
    this.#push({ kind: "link", href, masked: false, children: [{ kind: "text", text: address }] });
    this.#at += address.length;
  }

  /** A star or an underscore at the very end closes what was opened before the address. */
  #withoutHalfMarker(address: string): string {
    const closes =
      (address.endsWith("*") && this.#open.has("emphasis")) ||
      (address.endsWith("_") && this.#open.has("italic"));
    return closes ? address.slice(0, -1) : address;
  }

  #openLink(): void {
    if (this.#hasTarget && this.#mayOpen("link")) this.#openFrame("link", "[");
    else this.#takeText(1);
  }

  #closeLink(): void {
    const match = this.#open.has("link") ? this.#match(TARGET) : null;
    const href = match && safeHref(match[1] ?? "");
    if (!match || !href) return this.#takeText(1);
    this.#giveUpTo("link");
    const { children } = this.#top;
    // Words that are an address themselves, or none at all, say less than the truth: both are shown.
    if (wordsAreEmpty(children) || hasLink(children)) {
      this.#giveUp();
      return this.#takeText(2);
    }
    this.#closeFrame({ kind: "link", href, masked: true, children });
    this.#at += match[0].length;
  }

  #style(char: string): void {
    const marker = MARKERS[char];
    let left = runLength(this.#text, this.#at);
    const before = this.#text.charAt(this.#at - 1);
    const after = this.#text.charAt(this.#at + left);
    while (left > 0 && marker) {
      const taken = this.#take(char, marker, left, before, after);
      if (taken === 0) break;
      left -= taken;
      this.#at += taken;
    }
    this.#takeText(left);
  }

  /** How many of the markers took effect. */
  #take(
    char: string,
    { whole, half }: { whole: FrameKind; half: FrameKind | null },
    left: number,
    before: string,
    after: string,
  ): number {
    const isTight = half !== null && mayClose(char, before, after);
    const inner = this.#frames.findLast(({ kind }) => kind === whole || (kind === half && kind !== null));
    if (inner?.kind === whole && left >= 2 && this.#close(whole)) return 2;
    if (half && this.#open.has(half) && isTight && (left !== 2 || inner?.kind === half) && this.#close(half))
      return 1;
    if (left >= 2 && this.#mayOpen(whole)) return this.#openFrame(whole, char + char);
    if (left !== 1 || half === null || !mayOpen(char, before, after) || !this.#mayOpen(half)) return 0;
    return this.#openFrame(half, char);
  }

  #mayOpen(kind: FrameKind): boolean {
    return !this.#open.has(kind) && this.#frames.length <= DEPTH_MAX;
  }

  /** Returns the length of the marker. */
  #openFrame(kind: FrameKind, marker: string): number {
    this.#frames.push({ kind, marker, children: [] });
    this.#open.add(kind);
    if (kind === "link") this.#at += 1;
    return marker.length;
  }

  #close(kind: FrameKind): boolean {
    if (!this.#open.has(kind)) return false;
    if (this.#top.kind === kind && this.#top.children.length === 0) return false;
    this.#giveUpTo(kind);
    const { children } = this.#top;
    this.#closeFrame({ kind: kind === "italic" ? "emphasis" : (kind as Style), children });
    return true;
  }

  #closeFrame(part: Inline): void {
    const frame = this.#frames.pop();
    if (frame?.kind) this.#open.delete(frame.kind);
    this.#push(part);
  }

  #giveUpTo(kind: FrameKind): void {
    while (this.#top.kind !== kind) this.#giveUp();
  }

  /** MD2: the innermost frame becomes text. */
  #giveUp(): void {
    const frame = this.#frames.pop();
    if (!frame?.kind) return;
    this.#open.delete(frame.kind);
    this.#push({ kind: "text", text: frame.marker });
    for (const part of frame.children) this.#push(part);
  }
}

function pushPart(parts: Inline[], part: Inline): void {
  if (part.kind !== "text") return void parts.push(part);
  if (part.text === "") return;
  const last = parts.at(-1);
  if (last?.kind === "text") parts[parts.length - 1] = { kind: "text", text: last.text + part.text };
  else parts.push(part);
}

/** A star needs something to hold on to; an underscore within a word is a part of it. */
function mayOpen(char: string, before: string, after: string): boolean {
  return after !== "" && !/\s/.test(after) && (char === "*" || !WORD.test(before));
}

function mayClose(char: string, before: string, after: string): boolean {
  return before !== "" && !/\s/.test(before) && (char === "*" || !WORD.test(after));
}

function angled(match: RegExpExecArray): Inline | null {
  const [, user, role, channel, seconds, style = "f", address] = match;
  if (user !== undefined) return mention("user", user);
  if (role !== undefined) return mention("role", role);
  if (channel !== undefined) return mention("channel", channel);
  if (address !== undefined) {
    const href = safeHref(address);
    if (href === null) return null;
    return { kind: "link", href, masked: false, children: [{ kind: "text", text: address }] };
  }
  const timeMs = Number(seconds) * 1000;
  return Math.abs(timeMs) <= TIME_MS_MAX ? { kind: "time", timeMs, style: style as TimeStyle } : null;
}

function mention(kind: "user" | "role" | "channel", id: Id): Inline {
  return { kind, id };
}

function hasLink(parts: readonly Inline[]): boolean {
  return parts.some((part) => part.kind === "link" || ("children" in part && hasLink(part.children)));
}

function wordsAreEmpty(parts: readonly Inline[]): boolean {
  return parts.every((part) => part.kind === "break" || (part.kind === "text" && part.text.trim() === ""));
}

/** How often the character at `at` stands in a row. */
function runLength(text: string, at: number): number {
  const char = text.charAt(at);
  let end = at + 1;
  while (text.charAt(end) === char) end += 1;
  return end - at;
}

function tickRuns(text: string): Map<number, number[]> {
  const runs = new Map<number, number[]>();
  const found = [...text.matchAll(/`+/g)].reverse();
  for (const { 0: run, index } of found) {
    const starts = runs.get(run.length);
    if (starts) starts.push(index);
    else runs.set(run.length, [index]);
  }
  return runs;
}

/** One space at each side lets code begin or end with a backtick. */
function unpadded(code: string): string {
  return /^ .*`.* $|^ `|` $/s.test(code) ? code.replace(/^ | $/g, "") : code;
}
