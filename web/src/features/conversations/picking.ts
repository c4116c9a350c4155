/** Whom one chooses for a group. */
import { shownName } from "@/engine/friends.ts";
import type { Id, User } from "@/engine/wire.ts";

/** People of one group, the reader among them. */
export const GROUP_PEOPLE_MAX = 10;

/** Those whose names, or a word of them, begin with what was typed. */
export function matching(people: readonly User[], typed: string): User[] {
  const query = typed.trim().toLowerCase();
  const fits = (name: string) =>
    name
      .toLowerCase()
      .split(/[\s._-]+/)
      .some((word, at, words) => words.slice(at).join(" ").startsWith(query) || word.startsWith(query));
  return people.filter((user) => fits(shownName(user)) || user.username.startsWith(query));
}

/** Once more takes back. Beyond `max` nobody is added. */
export function toggled(chosen: readonly Id[], id: Id, max: number): readonly Id[] {
  if (chosen.includes(id)) return chosen.filter((other) => other !== id);
  return chosen.length < max ? [...chosen, id] : chosen;
}
