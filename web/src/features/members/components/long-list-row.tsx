/** A row of a long list: a member, or a grey shape until they have come. */
import { memo } from "react";
import { showMember } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import type { ListedMember } from "@/engine/members/roster.ts";
import { MemberLink } from "./member-link.tsx";

interface LongListRowProps {
  guild: GuildState;
  member: ListedMember | undefined;
  row: number;
  isStop: boolean;
  onFocus(row: number): void;
}

export const LongListRow = memo(function LongListRow({
  guild,
  member,
  row,
  isStop,
  onFocus,
}: LongListRowProps) {
  if (!member) return <GreyRow width={WIDTHS[row % WIDTHS.length]} />;
  return (
    <div data-row={row}>
      <MemberLink
        member={showMember(guild, member, member.presence)}
        isStop={isStop}
        onFocus={() => onFocus(row)}
      />
    </div>
  );
});

const WIDTHS = ["55%", "40%", "65%", "48%", "35%"];

function GreyRow({ width }: { width: string | undefined }) {
  return (
    <div aria-hidden className="flex animate-pulse items-center gap-3 px-1 py-(--member-gap)">
      <div className="size-8 shrink-0 rounded-full bg-raised" />
      <div className="h-3.5 rounded-small bg-raised" style={{ width }} />
    </div>
  );
}
