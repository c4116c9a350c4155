/** The channels of a guild, under their categories. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { arrangeChannels, type ChannelSection } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { CHANNEL_VOICE, type Channel, type Id } from "@/engine/wire.ts";
import { moveByArrows } from "@/ui/arrow-keys.ts";
import { useCollapsed } from "../hooks/use-collapsed.ts";
import { ChannelGroup } from "./channel-group.tsx";

interface ChannelListProps {
  guild: GuildState;
  current: Id | null;
  voice(channel: Channel, tools: ReactNode): ReactNode;
}

export function ChannelList({ guild, current, voice }: ChannelListProps) {
  const { t } = useTranslation();
  const { isCollapsed, toggle } = useCollapsed();
  const sections = arrangeChannels(guild).flatMap(splitOrphans);
  return (
    <nav
      aria-label={t("channel.list", { guild: guild.name })}
      onKeyDown={moveByArrows}
      className="min-h-0 flex-1 overflow-y-auto px-2 py-1"
    >
      {sections.length === 0 && (
        <div className="p-4 text-center text-small text-ink-3">
          <p className="font-semibold text-ink-2">{t("channel.empty")}</p>
          <p>{t("channel.emptyHint")}</p>
        </div>
      )}
      {sections.map(({ category, channels }) => {
        const isVoice = channels[0]?.type === CHANNEL_VOICE;
        const key = category?.id ?? `${guild.id}.${isVoice ? "voice" : "text"}`;
        return (
          <ChannelGroup
            key={key}
            guildId={guild.id}
            title={category?.name ?? (isVoice ? t("channel.voice") : t("channel.text"))}
            category={category}
            channels={channels}
            current={current}
            isCollapsed={isCollapsed(key)}
            voice={voice}
            onToggle={() => toggle(key)}
          />
        );
      })}
    </nav>
  );
}

/** Without categories, text and voice are two sections. */
function splitOrphans(section: ChannelSection): ChannelSection[] {
  if (section.category) return [section];
  const voice = section.channels.filter(({ type }) => type === CHANNEL_VOICE);
  const others = section.channels.filter(({ type }) => type !== CHANNEL_VOICE);
  return [others, voice].filter(({ length }) => length > 0).map((channels) => ({ category: null, channels }));
}
