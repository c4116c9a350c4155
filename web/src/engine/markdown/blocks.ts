/**
 * The blocks of a message: quotes, headings, lists, fenced code, and paragraphs between them. A line break
 * is a line break, as it was typed.
 */
import { parseInline } from "./inline.ts";
import type { Block, List, ListItem } from "./tree.ts";

/** Lists within lists; deeper items stand at the deepest level. */
const LIST_DEPTH_MAX = 5;

const HEADING = /^(#{1,3}) +(\S.*)$/;
const SUBTEXT = /^-# +(\S.*)$/;
const ITEM = /^( *)(?:[-*]|(\d{1,9})\.) +(\S.*)$/;
const CONTINUED = /^ {2,}(\S.*)$/;
const LANGUAGE = /^([\w+#.-]{1,24})\n/;
const FENCE = "```";

export function parseMarkdown(text: string): Block[] {
  return parseBlocks(text, false);
}

function parseBlocks(text: string, isQuoted: boolean): Block[] {
  const blocks: Block[] = [];
  const reader = new Lines(text);
  let paragraph: string[] = [];

  function endParagraph(): void {
    if (paragraph.length > 0) blocks.push({ kind: "paragraph", children: parseInline(paragraph.join("\n")) });
    paragraph = [];
  }
  function add(block: Block): void {
    endParagraph();
    blocks.push(block);
  }

  for (let line = reader.next(); line !== null; line = reader.next()) {
    const begun = blocksAt(line, reader, isQuoted);
    if (begun) {
      begun.forEach(add);
      continue;
    }
    const fence = reader.fenceIn(line);
    if (!fence) {
      paragraph.push(line);
      continue;
    }
    if (fence.before !== "") paragraph.push(fence.before);
    add(fence.block);
  }
  endParagraph();
  return blocks;
}

/** What begins at this line, all of its lines taken; null for text. */
function blocksAt(line: string, reader: Lines, isQuoted: boolean): Block[] | null {
  if (!isQuoted && line.startsWith(">>> ")) {
    return [{ kind: "quote", children: parseBlocks(withRest(line.slice(4), reader.rest()), true) }];
  }
  if (!isQuoted && line.startsWith("> ")) {
    const lines = [line, ...reader.takeWhile((next) => next.startsWith("> ") || next === ">")];
    return [
      { kind: "quote", children: parseBlocks(lines.map((quoted) => quoted.slice(2)).join("\n"), true) },
    ];
  }
  const [, hashes, title] = HEADING.exec(line) ?? [];
  if (hashes && title) {
    return [{ kind: "heading", level: hashes.length as 1 | 2 | 3, children: parseInline(title) }];
  }
  const small = SUBTEXT.exec(line)?.[1];
  if (small) return [{ kind: "subtext", children: parseInline(small) }];
  const item = ITEM.exec(line);
  if (!item) return null;
  const lines = [line, ...reader.takeWhile((next) => ITEM.test(next) || CONTINUED.test(next))];
  return parseLists(lines);
}

function withRest(line: string, rest: string | null): string {
  return rest === null ? line : `${line}\n${rest}`;
}

/** More than one where numbered items follow on others. */
function parseLists(lines: readonly string[]): List[] {
  const root: List[] = [];
  /** The lists that are open, from the outermost, with the indent of their items. */
  const open: { list: List; indent: number }[] = [];
  const texts = new Map<ListItem, string[]>();

  function addItem(indent: number, number: string | undefined, text: string): void {
    while (open.length > 1 && (open.at(-1)?.indent ?? 0) > indent) open.pop();
    const parent = open.at(-1);
    const isDeeper = parent !== undefined && indent >= parent.indent + 2 && open.length < LIST_DEPTH_MAX;
    const isSame =
      parent !== undefined && !isDeeper && (parent.list.start === null) === (number === undefined);
    const item: ListItem = { children: [], lists: [] };
    texts.set(item, [text]);
    if (isSame) return void parent.list.items.push(item);
    const list: List = { kind: "list", start: number === undefined ? null : Number(number), items: [item] };
    if (isDeeper) parent.list.items.at(-1)?.lists.push(list);
    else {
      open.pop();
      (open.at(-1)?.list.items.at(-1)?.lists ?? root).push(list);
    }
    open.push({ list, indent });
  }

  for (const line of lines) {
    const [, spaces, number, text] = ITEM.exec(line) ?? [];
    if (text !== undefined) addItem(spaces?.length ?? 0, number, text);
    else [...texts.values()].at(-1)?.push(line.trim());
  }
  for (const [item, parts] of texts) item.children = parseInline(parts.join("\n"));
  return root;
}

interface Fence {
  before: string;
  block: Block;
}

/** The lines of a text, one after another; a fence may take any number of them at once. */
class Lines {
  readonly #text: string;
  #at = 0;
  #isDone = false;
  /** No closing fence comes any more: asked once, not again for each line. */
  #isUnfenced = false;

  constructor(text: string) {
    this.#text = text;
  }

  next(): string | null {
    if (this.#isDone) return null;
    const end = this.#text.indexOf("\n", this.#at);
    const line = this.#text.slice(this.#at, end === -1 ? undefined : end);
    this.#isDone = end === -1;
    this.#at = end === -1 ? this.#text.length : end + 1;
    return line;
  }

  /** All that is left. */
  rest(): string | null {
    if (this.#isDone) return null;
    this.#isDone = true;
    return this.#text.slice(this.#at);
  }

  takeWhile(isPart: (line: string) => boolean): string[] {
    const taken: string[] = [];
    for (;;) {
      const [at, isDone] = [this.#at, this.#isDone];
      const line = this.next();
      if (line === null) return taken;
      if (!isPart(line)) {
        [this.#at, this.#isDone] = [at, isDone];
        return taken;
      }
      taken.push(line);
    }
  }

  /** Fenced code that begins in the line just taken; what stands after it is the next line. */
  fenceIn(line: string): Fence | null {
    if (this.#isUnfenced) return null;
    const column = fenceColumn(line);
    if (column === -1) return null;
    const start = this.#at - (this.#isDone ? 0 : 1) - line.length + column;
    const from = start + FENCE.length;
    const end = this.#text.indexOf(FENCE, from);
    if (end === -1) this.#isUnfenced = true;
    const inside = end === -1 ? "" : this.#text.slice(from, end);
    if (inside.trim() === "") return null;
    this.#at = end + FENCE.length;
    if (this.#text.charAt(this.#at) === "\n") this.#at += 1;
    this.#isDone = this.#at >= this.#text.length;
    return { before: line.slice(0, column), block: codeBlock(inside) };
  }
}

/** Where an unescaped fence begins, or -1. */
function fenceColumn(line: string): number {
  const column = line.indexOf(FENCE);
  return column > 0 && line.charAt(column - 1) === "\\" ? -1 : column;
}

function codeBlock(inside: string): Block {
  const named = LANGUAGE.exec(inside)?.[1] ?? "";
  const isNamed = named !== "" && inside.slice(named.length).trim() !== "";
  const language = isNamed ? named.toLowerCase() : null;
  const text = isNamed ? inside.slice(named.length) : inside;
  return { kind: "code", language, text: text.replace(/^\n+/, "").trimEnd() };
}
