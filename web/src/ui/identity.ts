/** What stands for a person or a guild without a picture: initials and a hue. */

/** Two letters of the first word, or the first letters of the first two words. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const [first = "?", second] = words;
  const letters = second ? [...first].slice(0, 1).concat([...second].slice(0, 1)) : [...first].slice(0, 2);
  return letters.join("").toUpperCase();
}

/** The same id has the same hue everywhere. The last digits of a snowflake differ the most. */
export function hueOf(id: string): number {
  let hash = 2166136261;
  for (const character of id) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
  return ((hash >>> 0) % 36) * 10;
}

/** A colour for a name: that of a role, as 0xRRGGBB, or none. */
export function roleInk(color: number): string | undefined {
  if (color === 0) return undefined;
  const hex = `#${color.toString(16).padStart(6, "0")}`;
  // Only the hue is the role's: lightness and chroma are ours, so that it can be read on both themes.
  return `light-dark(oklch(from ${hex} 0.47 min(c, 0.12) h), oklch(from ${hex} 0.82 min(c, 0.1) h))`;
}
