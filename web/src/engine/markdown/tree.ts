/** What a message's text means: blocks of inline parts. Plain data; whoever shows it makes elements of it. */
import type { Id } from "../wire.ts";

export type Style = "strong" | "emphasis" | "underline" | "strike" | "spoiler";

/** How a moment is written: the letters of the v10 API. */
export type TimeStyle = "t" | "T" | "d" | "D" | "f" | "F" | "R";

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "break" }
  | { kind: Style; children: Inline[] }
  | { kind: "code"; text: string }
  /** `masked`: its words are not its address. */
  | { kind: "link"; href: string; masked: boolean; children: Inline[] }
  | { kind: "user" | "role" | "channel"; id: Id }
  | { kind: "everyone"; text: string }
  | { kind: "time"; timeMs: number; style: TimeStyle };

export interface ListItem {
  children: Inline[];
  lists: List[];
}

/** `start` is null where the items are not numbered. */
export interface List {
  kind: "list";
  start: number | null;
  items: ListItem[];
}

export type Block =
  | { kind: "paragraph"; children: Inline[] }
  | { kind: "heading"; level: 1 | 2 | 3; children: Inline[] }
  | { kind: "subtext"; children: Inline[] }
  | { kind: "quote"; children: Block[] }
  | { kind: "code"; language: string | null; text: string }
  | List;

/** Everything on one line, for a preview: what blocks are is lost, what spoilers hide stays hidden. */
export function flatten(blocks: readonly Block[]): Inline[] {
  const lines = blocks.map(flattenBlock).filter(({ length }) => length > 0);
  return lines.flatMap((line, at): Inline[] => (at === 0 ? line : [{ kind: "text", text: " " }, ...line]));
}

function flattenBlock(block: Block): Inline[] {
  switch (block.kind) {
    case "paragraph":
    case "heading":
    case "subtext":
      return block.children.map((part) => (part.kind === "break" ? { kind: "text", text: " " } : part));
    case "quote":
      return flatten(block.children);
    case "code":
      return [{ kind: "code", text: block.text }];
    case "list":
      return flatten(
        block.items.flatMap(({ children, lists }) => [{ kind: "paragraph", children }, ...lists]),
      );
    default:
      return block satisfies never;
  }
}

/** The words alone, as they are read out; `name` says how a mention is called. */
export function wordsOf(
  parts: readonly Inline[],
  name: (mention: Inline & { id: Id }) => string,
  hidden: string,
): string {
  const words = parts.map((part): string => {
    switch (part.kind) {
      case "text":
      case "code":
      case "everyone":
        return part.text;
      case "break":
        return " ";
      case "spoiler":
        return hidden;
      case "user":
      case "role":
      case "channel":
        return name(part);
      case "time":
        return new Date(part.timeMs).toLocaleString();
      default:
        return wordsOf(part.children, name, hidden);
    }
  });
  return words.join("");
}
