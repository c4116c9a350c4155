/** The beginning of a long member list: nobody looks at ten thousand rows at once. */
import type { MemberSection } from "@/engine/guilds/arrange.ts";

/** A section that begins within the limit keeps its title, and how many it has in all. */
export interface ShownSection extends MemberSection {
  total: number;
}

export function firstMembers(sections: readonly MemberSection[], limit: number): ShownSection[] {
  let left = limit;
  const shown: ShownSection[] = [];
  for (const section of sections) {
    if (left <= 0) break;
    const members = section.members.slice(0, left);
    shown.push({ ...section, members, total: section.members.length });
    left -= members.length;
  }
  return shown;
}
