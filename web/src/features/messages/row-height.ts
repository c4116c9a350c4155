/**
 * How high rows are, until they are there and measured: as high as the last ones of their make were. A
 * guess that is right spares the list a second look at itself, which counts where a page comes in.
 */
import type { Row } from "@/engine/timeline/rows.ts";
import { MESSAGE_DEFAULT, type Message } from "@/engine/wire.ts";

/** Rows that are all of one height, in one look and one size of text. */
type Make = "beginning" | "divider" | "first" | "next";

const UNSEEN_PX: Record<Make, number> = { beginning: 132, divider: 42, first: 64, next: 28 };
/** Text that is no longer stands on one line nearly everywhere. */
const LINE_CHARS = 40;
/** What may stand on lines of its own, or on higher ones. */
const BLOCKS = /[\n#>`]/;
/** For what is more than a line of text, by its length alone. */
const WIDE_LINE_CHARS = 100;
const LINE_PX = 22;

export interface RowHeights {
  guessPx(row: Row | undefined): number;
  /** How high it turned out to be. */
  learn(row: Row | undefined, px: number): void;
}

export function rowHeights(): RowHeights {
  const knownPx = { ...UNSEEN_PX };
  return {
    guessPx: (row) => (row ? knownPx[makeOf(row)] + LINE_PX * linesBeyondOne(row) : knownPx.next),
    learn(row, px) {
      if (row && px > 0 && isTypical(row)) knownPx[makeOf(row)] = px;
    },
  };
}

function makeOf(row: Row): Make {
  switch (row.kind) {
    case "beginning":
      return "beginning";
    case "day":
    case "new":
    case "skipped":
      return "divider";
    case "message":
    case "pending":
      return row.first ? "first" : "next";
    default:
      return row satisfies never;
  }
}

function linesBeyondOne(row: Row): number {
  return row.kind === "message" ? Math.floor(textOf(row.message).length / WIDE_LINE_CHARS) : 0;
}

function isTypical(row: Row): boolean {
  return row.kind === "message" ? isOneLine(row.message) : row.kind !== "pending";
}

function isOneLine(message: Message): boolean {
  const { type, attachments = [], embeds = [], reactions = [], thread } = message;
  const text = textOf(message);
  const isBare = attachments.length + embeds.length + reactions.length === 0 && !thread;
  return type === MESSAGE_DEFAULT && isBare && text.length <= LINE_CHARS && !BLOCKS.test(text);
}

/** A message that cannot be shown breaks its own row, and no guess. */
function textOf({ content }: Message): string {
  return typeof content === "string" ? content : "";
}
