/** Changes a text where it is no code. */

const CODE = /(```[\s\S]*?```|`[^`\n]*`)/;

export function outsideCode(text: string, change: (part: string) => string): string {
  // Every second piece is code.
  return text
    .split(CODE)
    .map((part, at) => (at % 2 === 0 ? change(part) : part))
    .join("");
}
