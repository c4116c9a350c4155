/**
 * The card of a member that the address names, over the channel that is open. All of it comes at once: a card
 * that grows under a thumb is closed by a miss.
 */
import { useSession } from "@/binding/engine-context.tsx";
import { useMember } from "@/binding/use-members.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import type { ModerationAct } from "@/engine/guilds/moderation.ts";
import type { Id } from "@/engine/wire.ts";
import { MessageButton } from "@/features/conversations/components/message-button.tsx";
import { FriendButtons } from "@/features/friends/components/friend-buttons.tsx";
import { MemberAbout } from "@/features/members/components/member-about.tsx";
import { MemberCard } from "@/features/members/components/member-card.tsx";
import { MessageContent } from "@/features/messages/components/message-content.tsx";
import { ModerationSection } from "@/features/moderation/components/moderation-section.tsx";
import { RoleGiver } from "@/features/roles/components/role-giver.tsx";
import "../i18n/add-friends.ts";
import "../i18n/add-moderation.ts";
import "../i18n/add-settings.ts";

interface MemberDialogProps {
  guild: GuildState;
  userId: Id;
  /** Asks about something that can be done about them. */
  onAct(act: ModerationAct): void;
  onClose(): void;
}

/** Somebody who left has no card; the address of it is no fault. */
export function MemberDialog({ guild, userId, onAct, onClose }: MemberDialogProps) {
  const { user: self } = useSession();
  const member = useMember(guild, userId);
  if (!member) return null;
  return (
    <MemberCard guild={guild} member={member} onClose={onClose}>
      <MemberAbout
        userId={userId}
        guildId={guild.id}
        show={(text) => <MessageContent guildId={guild.id} content={text} mentions={[]} />}
      />
      {member.user.id !== self.id && (
        <FriendButtons user={member.user} write={<MessageButton user={member.user} />} />
      )}
      <RoleGiver guild={guild} member={member} />
      <ModerationSection guild={guild} member={member} onAct={onAct} />
    </MemberCard>
  );
}
