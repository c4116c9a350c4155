/** What the address asks to do about a member: the question of it, over the channel that is open. */
import { useSession } from "@/binding/engine-context.tsx";
import { onDemand } from "@/binding/on-demand.tsx";
import { useMember } from "@/binding/use-members.ts";
import { displayName } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { actsAbout, type ModerationAct } from "@/engine/guilds/moderation.ts";
import type { Id } from "@/engine/wire.ts";

const TimeOutDialog = onDemand(async () => {
  await import("../i18n/add-moderation.ts");
  return (await import("@/features/moderation/components/time-out-dialog.tsx")).TimeOutDialog;
});

interface MemberActsProps {
  guild: GuildState;
  userId: Id;
  act: ModerationAct;
  onClose(): void;
}

/** An address that asks for what one may not do is no fault: nothing is asked. */
export function MemberActs({ guild, userId, act, onClose }: MemberActsProps) {
  const { user: self } = useSession();
  const member = useMember(guild, userId);
  if (!member || !actsAbout(guild, self.id, userId).includes(act)) return null;
  const target = { guildId: guild.id, userId, name: displayName(member.user, member), onClose };
  switch (act) {
    case "time-out":
      return <TimeOutDialog {...target} />;
    default:
      return act satisfies never;
  }
}
