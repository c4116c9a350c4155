/** The card of a member that the address names, over the channel that is open. */
import { onDemand } from "@/binding/on-demand.tsx";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import type { Id } from "@/engine/wire.ts";

const MemberCard = onDemand(
  async () => (await import("@/features/members/components/member-card.tsx")).MemberCard,
);

const RoleGiver = onDemand(
  async () => (await import("@/features/roles/components/role-giver.tsx")).RoleGiver,
);

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
    <MemberCard guild={guild} member={member} onClose={onClose}>
      <RoleGiver guild={guild} member={member} />
    </MemberCard>
  );
}
