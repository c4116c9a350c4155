/** The card of a member that the address names, over the channel that is open. */
import { lazy, Suspense } from "react";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import type { Id } from "@/engine/wire.ts";

const MemberCard = lazy(async () => ({
  default: (await import("@/features/members/components/member-card.tsx")).MemberCard,
}));

const RoleGiver = lazy(async () => ({
  default: (await import("@/features/roles/components/role-giver.tsx")).RoleGiver,
}));

interface MemberDialogProps {
  guild: GuildState;
  userId: Id;
  onClose(): void;
}

/** Somebody who left has no card; the address of it is no fault. */
export function MemberDialog({ guild, userId, onClose }: MemberDialogProps) {
  const member = guild.members[userId];
  if (!member) return null;
  return (
    <Suspense fallback={null}>
      <MemberCard guild={guild} member={member} onClose={onClose}>
        <RoleGiver guild={guild} member={member} />
      </MemberCard>
    </Suspense>
  );
}
