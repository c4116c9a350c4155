/** Marks round what is selected: put there, or taken away where they are already. */

export interface Selected {
  text: string;
  start: number;
  end: number;
}

/** Ctrl or Command with these; a capital letter means Shift too. */
const MARKS: Readonly<Record<string, string>> = {
  b: "**",
  i: "*",
  u: "__",
  e: "`",
  X: "~~",
  S: "||",
};

export function markFor(key: string, isShifted: boolean): string | null {
  return MARKS[isShifted ? key.toUpperCase() : key.toLowerCase()] ?? null;
}

export function toggleMark({ text, start, end }: Selected, mark: string): Selected {
  const size = mark.length;
  const inside = text.slice(start, end);
  const isAround = endsWithMark(text.slice(0, start), mark) && text.startsWith(mark, end);
  if (isAround) {
    const without = text.slice(0, start - size) + inside + text.slice(end + size);
    return { text: without, start: start - size, end: end - size };
  }
  const marked = text.slice(0, start) + mark + inside + mark + text.slice(end);
  return { text: marked, start: start + size, end: end + size };
}

/** One star is not the half of two. */
function endsWithMark(text: string, mark: string): boolean {
  if (!text.endsWith(mark)) return false;
  return mark !== "*" || !text.endsWith("**") || text.endsWith("***");
}
