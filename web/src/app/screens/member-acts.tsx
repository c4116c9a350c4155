/** What the address asks to do about somebody: the question of it, over the channel that is open. */
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { onDemand } from "@/binding/on-demand.tsx";
import { useMember } from "@/binding/use-members.ts";
import { displayName } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { actsAbout, type ModerationAct } from "@/engine/guilds/moderation.ts";
import type { Id } from "@/engine/wire.ts";

const NicknameDialog = onDemand(async () => {
  await import("../i18n/add-moderation.ts");
  return (await import("@/features/moderation/components/nickname-dialog.tsx")).NicknameDialog;
});
const TimeOutDialog = onDemand(async () => {
  await import("../i18n/add-moderation.ts");
  return (await import("@/features/moderation/components/time-out-dialog.tsx")).TimeOutDialog;
});
const KickDialog = onDemand(async () => {
  await import("../i18n/add-moderation.ts");
  return (await import("@/features/moderation/components/kick-dialog.tsx")).KickDialog;
});
const BanDialog = onDemand(async () => {
  await import("../i18n/add-moderation.ts");
  return (await import("@/features/moderation/components/ban-dialog.tsx")).BanDialog;
});

interface MemberActsProps {
  guild: GuildState;
  /** What is open below: by its messages somebody may be known who is no member any more. */
  places: readonly Id[];
  userId: Id;
  act: ModerationAct;
  onClose(): void;
}

/** An address that asks for what one may not do is no fault: nothing is asked. */
export function MemberActs({ guild, places, userId, act, onClose }: MemberActsProps) {
  const { user: self, channels } = useSession();
  const member = useMember(guild, userId);
  const author = useFromStore(channels.store, (state) => {
    const messages = places.flatMap((id) => state[id]?.timeline.messages ?? []);
    return messages.find((message) => message.author.id === userId)?.author;
  });
  const user = member?.user ?? author;
  if (!user || !actsAbout(guild, self.id, userId).includes(act)) return null;
  const target = { guildId: guild.id, userId, name: displayName(user, member), onClose };
  switch (act) {
    case "nickname":
      return <NicknameDialog {...target} nick={member?.nick ?? ""} isOwn={userId === self.id} />;
    case "time-out":
      return <TimeOutDialog {...target} />;
    case "kick":
      return <KickDialog {...target} />;
    case "ban":
      return <BanDialog {...target} />;
    default:
      return act satisfies never;
  }
}
