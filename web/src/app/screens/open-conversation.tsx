/** A conversation outside of guilds: header, timeline, composer. */

import { useNavigate, useSearch } from "@tanstack/react-router";
import { UsersRound } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { Part } from "@/binding/part.tsx";
import { conversationName } from "@/engine/guilds/conversation-name.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { isGroup } from "@/engine/guilds/home.ts";
import type { Channel } from "@/engine/wire.ts";
import { ConversationHeader } from "@/features/conversations/components/conversation-header.tsx";
import { GroupPane } from "@/features/conversations/components/group-pane.tsx";
import { lookOf } from "@/features/conversations/look.ts";
import { Composer } from "@/features/messages/components/composer.tsx";
import { DropZone } from "@/features/messages/components/drop-zone.tsx";
import { PinsButton } from "@/features/messages/components/pins-button.tsx";
import { Timeline } from "@/features/messages/components/timeline.tsx";
import { TypingLine } from "@/features/messages/components/typing-line.tsx";
import { UnsentBar } from "@/features/messages/components/unsent-bar.tsx";
import { IconButton } from "@/ui/button.tsx";
import { useIsNarrow } from "@/ui/use-media.ts";
import "../i18n/add-friends.ts";
import { CallButton } from "./call-button.tsx";
import { ConversationCall } from "./conversation-call.tsx";
import { NotifyButton } from "./notify-button.tsx";
import { Pane } from "./pane.tsx";
import { useMarkedTitle } from "./use-marked-title.ts";

export function OpenConversation({ home, channel }: { home: GuildState; channel: Channel }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { message, members = false } = useSearch({ from: "/main/channels/$guildId/$channelId" });
  const { channels } = useSession();
  const name = conversationName(home, channel);
  const group = isGroup(channel);
  const label = group ? name : `@${name}`;
  const isNarrow = useIsNarrow();
  useMarkedTitle(label);
  useEffect(() => {
    if (message) void channels.jumpTo(channel.id, message);
  }, [channels, channel.id, message]);
  const place = { guildId: home.id, channelId: channel.id };
  const showPeople = (shown: boolean) => {
    const search = shown ? { members: true } : {};
    void navigate({ to: "/channels/$guildId/$channelId", params: place, search });
  };
  const peopleButton = (
    <IconButton
      label={t(members ? "groups.hide" : "groups.show")}
      aria-pressed={members}
      onClick={() => showPeople(!members)}
      className="full:hidden"
    >
      <UsersRound size={18} aria-hidden />
    </IconButton>
  );
  const tools = (
    <>
      <CallButton home={home} channel={channel} />
      <PinsButton {...place} />
      <NotifyButton key={channel.id} {...place} name={label} guildName={t("friends.home")} />
      {group && peopleButton}
    </>
  );
  return (
    <>
      <Pane
        covered={group && members && isNarrow}
        header={<ConversationHeader name={name} {...lookOf(home, channel)} tools={tools} />}
      >
        <ConversationCall home={home} channel={channel} />
        <UnsentBar />
        <DropZone {...place} channelName={label}>
          <Part>
            <Timeline {...place} channelName={label} />
          </Part>
          <Part look="line">
            <Composer {...place} channelName={label} />
            <TypingLine {...place} />
          </Part>
        </DropZone>
      </Pane>
      {group && (
        <GroupPane
          key={channel.id}
          home={home}
          group={channel}
          shown={members}
          onClose={() => showPeople(false)}
        />
      )}
    </>
  );
}
