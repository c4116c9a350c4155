/** Moving one thing in an ordered list. */
import type { Id } from "../wire.ts";

/** The list with `id` one place up or down; null where there is no such place. */
export function moved(ids: readonly Id[], id: Id, step: 1 | -1): Id[] | null {
  const at = ids.indexOf(id);
  const to = at + step;
  if (at === -1 || to < 0 || to >= ids.length) return null;
  const others = ids.filter((other) => other !== id);
  return [...others.slice(0, to), id, ...others.slice(to)];
}
