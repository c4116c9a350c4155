/** The channels of a guild, under their categories. */
import { useTranslation } from "react-i18next";
import { arrangeChannels, type ChannelSection } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { CHANNEL_VOICE, type Id } from "@/engine/wire.ts";
import { ChannelRow } from "./channel-row.tsx";

interface ChannelListProps {
  guild: GuildState;
  current: Id | null;
}

export function ChannelList({ guild, current }: ChannelListProps) {
  const { t } = useTranslation();
  const sections = arrangeChannels(guild).flatMap(splitOrphans);
  const titleOf = ({ category, channels }: ChannelSection) =>
    category?.name ?? (channels[0]?.type === CHANNEL_VOICE ? t("channel.voice") : t("channel.text"));
  return (
    <nav
      aria-label={t("channel.list", { guild: guild.name })}
      className="min-h-0 flex-1 overflow-y-auto px-2 py-1"
    >
      {sections.length === 0 && (
        <div className="p-4 text-center text-small text-ink-3">
          <p className="font-semibold text-ink-2">{t("channel.empty")}</p>
          <p>{t("channel.emptyHint")}</p>
        </div>
      )}
      {sections.map((section) => (
        <section key={section.category?.id ?? titleOf(section)} aria-label={titleOf(section)}>
          <h2 className="px-2 pt-3 pb-1 text-tiny font-semibold text-ink-3">{titleOf(section)}</h2>
          <ul>
            {section.channels.map((channel) => (
              <li key={channel.id}>
                <ChannelRow guildId={guild.id} channel={channel} isCurrent={channel.id === current} />
              </li>
            ))}
          </ul>
        </section>
      ))}
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
