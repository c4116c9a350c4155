/** The guild's name with its menu, and the dialogs that the menu opens. */
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useSession } from "@/binding/engine-context.tsx";
import { onDemand } from "@/binding/on-demand.tsx";
import { firstTextChannel } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { holdsMessages, type Id } from "@/engine/wire.ts";
import { GuildMenu } from "@/features/guilds/components/guild-menu.tsx";
import { NotifyDialog } from "./notify-button.tsx";

const CreateChannelDialog = onDemand(
  async () => (await import("@/features/channels/components/create-channel-dialog.tsx")).CreateChannelDialog,
);
const LeaveGuildDialog = onDemand(
  async () => (await import("@/features/guilds/components/leave-guild-dialog.tsx")).LeaveGuildDialog,
);
const CreateInviteDialog = onDemand(
  async () => (await import("@/features/invites/components/create-invite-dialog.tsx")).CreateInviteDialog,
);
const NicknameDialog = onDemand(async () => {
  await import("../i18n/add-moderation.ts");
  return (await import("@/features/moderation/components/nickname-dialog.tsx")).NicknameDialog;
});

interface GuildTopProps {
  guild: GuildState;
  current: Id | null;
  isAlone: boolean;
}

export function GuildTop({ guild, current, isAlone }: GuildTopProps) {
  const navigate = useNavigate();
  const { user } = useSession();
  const [shown, setShown] = useState<"invite" | "channel" | "nickname" | "notify" | "leave" | null>(null);
  const close = () => setShown(null);
  // An invite belongs to a channel: the one that is open, else the first.
  const inviteTo = current ?? firstTextChannel(guild)?.id;
  return (
    <header className="flex h-[3.25rem] shrink-0 items-center border-b border-line px-4">
      <GuildMenu
        guild={guild}
        isAlone={isAlone}
        onInvite={inviteTo === undefined ? null : () => setShown("invite")}
        onCreateChannel={() => setShown("channel")}
        onNickname={() => setShown("nickname")}
        onNotify={() => setShown("notify")}
        onSettings={() => void navigate({ to: "/guilds/$guildId", params: { guildId: guild.id } })}
        onLeave={() => setShown("leave")}
      />
      {inviteTo && shown === "invite" && (
        <CreateInviteDialog guildName={guild.name} channelId={inviteTo} onClose={close} />
      )}
      {shown === "nickname" && (
        <NicknameDialog
          guildId={guild.id}
          userId={user.id}
          name={user.username}
          nick={guild.members[user.id]?.nick ?? ""}
          isOwn
          onClose={close}
        />
      )}
      {shown === "notify" && (
        <NotifyDialog
          place={{ guildId: guild.id, channelId: null }}
          name={guild.name}
          guildName={guild.name}
          onClose={close}
        />
      )}
      {shown === "leave" && (
        <LeaveGuildDialog
          guild={guild}
          onLeft={() => void navigate({ to: "/", replace: true })}
          onClose={close}
        />
      )}
      {shown === "channel" && (
        <CreateChannelDialog
          guild={guild}
          onClose={close}
          onCreated={(made) => {
            close();
            const params = { guildId: guild.id, channelId: made.id };
            if (holdsMessages(made)) void navigate({ to: "/channels/$guildId/$channelId", params });
          }}
        />
      )}
    </header>
  );
}
