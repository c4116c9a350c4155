/** Which sections of the channel list are folded, kept per user across reloads. */
import type { Shelf } from "@/engine/ports.ts";
import type { Id } from "@/engine/wire.ts";

/** Of guilds that were left, some stay behind: the oldest go. */
const KEPT_MAX = 500;

export function readCollapsed(shelf: Shelf, user: Id): string[] {
  try {
    const stored: unknown = JSON.parse(shelf.get(keyOf(user)) ?? "[]");
    return Array.isArray(stored) ? stored.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

export function keepCollapsed(shelf: Shelf, user: Id, sections: readonly string[]): void {
  shelf.set(keyOf(user), JSON.stringify(sections.slice(-KEPT_MAX)));
}

export function toggled(sections: readonly string[], section: string): string[] {
  const others = sections.filter((other) => other !== section);
  return others.length < sections.length ? others : [...others, section];
}

function keyOf(user: Id): string {
  return `confab.collapsed.${user}`;
}
