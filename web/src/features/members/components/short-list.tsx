/** The members of a guild that was given whole, by role and presence. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { arrangeMembers, type MemberSection } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import type { Id } from "@/engine/wire.ts";
import { moveByArrows } from "@/ui/arrow-keys.ts";
import { firstMembers } from "../first-members.ts";
import { useMoreAsSeen } from "../hooks/use-more-as-seen.ts";
import { MemberLink } from "./member-link.tsx";

export function ShortList({ guild }: { guild: GuildState }) {
  const { t } = useTranslation();
  const arranged = arrangeMembers(guild);
  const { limit, end } = useMoreAsSeen(arranged.reduce((sum, { members }) => sum + members.length, 0));
  const sections = firstMembers(arranged, limit);
  // One stop for Tab, the arrows from there: a guild has many members.
  const [stop, setStop] = useState<Id | null>(null);
  const all = sections.flatMap(({ members }) => members.map(({ user }) => user.id));
  const current = stop !== null && all.includes(stop) ? stop : all[0];
  const titleOf = ({ title }: MemberSection) => ("role" in title ? title.role : t(`members.${title.state}`));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the links within
    <div onKeyDown={moveByArrows} className="min-h-0 flex-1 overflow-y-auto px-3 pt-1 pb-4">
      {sections.map((section) => (
        <section key={section.key} aria-label={titleOf(section)}>
          <h2 className="px-1 pt-3 pb-1 text-tiny font-semibold text-ink-3">
            {t("members.count", { title: titleOf(section), count: section.total })}
          </h2>
          <ul>
            {section.members.map((member) => (
              <li key={member.user.id}>
                <MemberLink
                  member={member}
                  isStop={member.user.id === current}
                  onFocus={() => setStop(member.user.id)}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <div ref={end} />
    </div>
  );
}
