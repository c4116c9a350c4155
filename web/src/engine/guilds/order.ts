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

export type Side = "before" | "after";

/** The list with `id` beside another one, whether it was in it or not; null where that is where it stands. */
export function putBeside(ids: readonly Id[], id: Id, side: Side, other: Id): Id[] | null {
  const others = ids.filter((one) => one !== id);
  const at = others.indexOf(other);
  if (at === -1) return null;
  const to = side === "before" ? at : at + 1;
  const next = [...others.slice(0, to), id, ...others.slice(to)];
  return next.every((one, index) => one === ids[index]) ? null : next;
}
