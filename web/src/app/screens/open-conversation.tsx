/** A conversation outside of guilds: header, timeline, composer. */
import { useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { Part } from "@/binding/part.tsx";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { conversationName, recipientsOf, statusAtHome } from "@/engine/guilds/home.ts";
import type { Channel } from "@/engine/wire.ts";
import { ConversationHeader } from "@/features/conversations/components/conversation-header.tsx";
import { Composer } from "@/features/messages/components/composer.tsx";
import { DropZone } from "@/features/messages/components/drop-zone.tsx";
import { PinsButton } from "@/features/messages/components/pins-button.tsx";
import { Timeline } from "@/features/messages/components/timeline.tsx";
import { TypingLine } from "@/features/messages/components/typing-line.tsx";
import { UnsentBar } from "@/features/messages/components/unsent-bar.tsx";
import "../i18n/add-friends.ts";
import { NotifyButton } from "./notify-button.tsx";
import { Pane } from "./pane.tsx";
import { useMarkedTitle } from "./use-marked-title.ts";

export function OpenConversation({ home, channel }: { home: GuildState; channel: Channel }) {
  const { message } = useSearch({ from: "/main/channels/$guildId/$channelId" });
  const { t } = useTranslation();
  const { channels } = useSession();
  const name = conversationName(home, channel);
  const recipients = recipientsOf(home, channel);
  const label = `@${name}`;
  useMarkedTitle(label);
  useEffect(() => {
    if (message) void channels.jumpTo(channel.id, message);
  }, [channels, channel.id, message]);
  const place = { guildId: home.id, channelId: channel.id };
  return (
    <Pane
      header={
        <ConversationHeader
          name={name}
          recipients={recipients}
          status={recipients[0] && statusAtHome(home, recipients[0].id)}
          tools={
            <>
              <PinsButton {...place} />
              <NotifyButton {...place} name={label} guildName={t("friends.home")} />
            </>
          }
        />
      }
    >
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
  );
}
