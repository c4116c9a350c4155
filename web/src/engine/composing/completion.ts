/** What is being named at the caret: a person, a channel, an emoji; and the text once one was chosen. */

export interface Completion {
  kind: "mention" | "channel" | "emoji";
  /** What was typed after the sign. */
  query: string;
  /** Where the sign stands, and where the caret is. */
  from: number;
  to: number;
}

const KINDS: Readonly<Record<string, Completion["kind"]>> = { "@": "mention", "#": "channel", ":": "emoji" };
/** Longer than any name. */
const QUERY_MAX = 40;
/** With fewer letters a colon is a colon. */
const EMOJI_QUERY_MIN = 2;

/** Null where nothing is being named; the sign must begin a word. */
export function completionAt(text: string, caret: number): Completion | null {
  const before = text.slice(Math.max(0, caret - QUERY_MAX), caret);
  const [whole, lead, sign, query] = /(^|[\s(>*_~|])([@#:])([\p{L}\p{N}_.+-]*)$/u.exec(before) ?? [];
  const kind = KINDS[sign ?? ""];
  if (whole === undefined || lead === undefined || query === undefined || !kind) return null;
  if (kind === "emoji" && query.length < EMOJI_QUERY_MIN) return null;
  return { kind, query, from: caret - query.length - 1, to: caret };
}

/** Whether the caret is within fenced code that has not ended. */
export function isInFence(text: string, caret: number): boolean {
  return text.slice(0, caret).split("```").length % 2 === 0;
}
