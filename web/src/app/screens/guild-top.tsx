/** The guild's name with its menu, and the dialogs that the menu opens. */
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { firstTextChannel } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { CHANNEL_TEXT, type Id } from "@/engine/wire.ts";
import { CreateChannelDialog } from "@/features/channels/components/create-channel-dialog.tsx";
import { GuildMenu } from "@/features/guilds/components/guild-menu.tsx";
import { LeaveGuildDialog } from "@/features/guilds/components/leave-guild-dialog.tsx";
import { CreateInviteDialog } from "@/features/invites/components/create-invite-dialog.tsx";

interface GuildTopProps {
  guild: GuildState;
  current: Id | null;
  isAlone: boolean;
}

export function GuildTop({ guild, current, isAlone }: GuildTopProps) {
  const navigate = useNavigate();
  const [shown, setShown] = useState<"invite" | "channel" | "leave" | null>(null);
  const close = (open: boolean) => setShown((before) => (open ? before : null));
  // An invite belongs to a channel: the one that is open, else the first.
  const inviteTo = current ?? firstTextChannel(guild)?.id;
  return (
    <header className="flex h-[3.25rem] shrink-0 items-center border-b border-line px-4">
      <GuildMenu
        guild={guild}
        isAlone={isAlone}
        onInvite={() => setShown("invite")}
        onCreateChannel={() => setShown("channel")}
        onSettings={() => void navigate({ to: "/guilds/$guildId", params: { guildId: guild.id } })}
        onLeave={() => setShown("leave")}
      />
      {inviteTo && (
        <CreateInviteDialog
          open={shown === "invite"}
          onOpenChange={close}
          guildName={guild.name}
          channelId={inviteTo}
        />
      )}
      {shown === "leave" && (
        <LeaveGuildDialog
          guild={guild}
          onLeft={() => void navigate({ to: "/", replace: true })}
          onClose={() => setShown(null)}
        />
      )}
      <CreateChannelDialog
        open={shown === "channel"}
        onOpenChange={close}
        guild={guild}
        onCreated={({ id, type }) => {
          setShown(null);
          const params = { guildId: guild.id, channelId: id };
          if (type === CHANNEL_TEXT) void navigate({ to: "/channels/$guildId/$channelId", params });
        }}
      />
    </header>
  );
}
