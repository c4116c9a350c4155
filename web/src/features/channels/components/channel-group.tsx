/** Channels under a title that folds them away, all but the open one and those with something unread. */
import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useGuild } from "@/binding/use-guild.ts";
import { useOpenThread } from "@/binding/use-open-thread.ts";
import { isMuted } from "@/engine/guilds/threads.ts";
import { isUnread } from "@/engine/unread.ts";
import { CHANNEL_VOICE, type Channel, holdsMessages, type Id } from "@/engine/wire.ts";
import { cx } from "@/ui/cx.ts";
import { DragRow } from "@/ui/drag-row.tsx";
import { useDropChannel } from "../hooks/use-drop-channel.ts";
import { ChannelRow } from "./channel-row.tsx";
import { ChannelSettingsLink } from "./channel-settings-link.tsx";
import { ThreadRows } from "./thread-rows.tsx";

interface ChannelGroupProps {
  guildId: Id;
  title: string;
  category: Channel | null;
  channels: readonly Channel[];
  current: Id | null;
  isCollapsed: boolean;
  /** A voice channel, with what belongs at the end of its row. */
  voice(channel: Channel, tools: ReactNode): ReactNode;
  onToggle(): void;
}

const HEAD = "group/row relative flex items-center pt-3 pb-1";

export function ChannelGroup({
  guildId,
  title,
  category,
  channels,
  current,
  isCollapsed,
  voice,
  onToggle,
}: ChannelGroupProps) {
  const { t } = useTranslation();
  const openThread = useOpenThread();
  const dropOn = useDropChannel(guildId);
  const guild = useGuild(guildId);
  const threads = guild?.threads ?? {};
  const session = useSession();
  const unread = useFromStore(session.unread, (state) => state);
  const muted = useFromStore(session.settings.muted, (state) => state);
  const isNew = (id: Id) =>
    Boolean(unread.mentions[id]) || (isUnread(unread, id) && !isMuted(muted, guild, id));
  const shown = isCollapsed ? channels.filter(({ id }) => id === current || isNew(id)) : channels;
  return (
    <section aria-label={title}>
      {category ? (
        <DragRow as="div" {...dropOn(category)} className={HEAD}>
          <Title title={title} isCollapsed={isCollapsed} onToggle={onToggle} />
          <ChannelSettingsLink
            guildId={guildId}
            channelId={category.id}
            label={t("channelSettings.categoryNamed", { name: title })}
          />
        </DragRow>
      ) : (
        <div className={HEAD}>
          <Title title={title} isCollapsed={isCollapsed} onToggle={onToggle} />
        </div>
      )}
      <ul>
        {shown.map((channel) => (
          <DragRow key={channel.id} {...dropOn(channel)}>
            {channel.type === CHANNEL_VOICE ? (
              voice(
                channel,
                <ChannelSettingsLink
                  guildId={guildId}
                  channelId={channel.id}
                  label={t("channelSettings.named", { channel: channel.name ?? "" })}
                />,
              )
            ) : (
              <ChannelRow
                guildId={guildId}
                channel={channel}
                isCurrent={channel.id === current && !(openThread && openThread in threads)}
              />
            )}
            {holdsMessages(channel) && (
              <ThreadRows
                guildId={guildId}
                channelId={channel.id}
                channelName={channel.name ?? ""}
                current={openThread}
              />
            )}
          </DragRow>
        ))}
      </ul>
    </section>
  );
}

/** What is folded away by it. */
function Title({
  title,
  isCollapsed,
  onToggle,
}: Pick<ChannelGroupProps, "title" | "isCollapsed" | "onToggle">) {
  return (
    <h2 className="min-w-0 flex-1">
      <button
        type="button"
        aria-expanded={!isCollapsed}
        onClick={onToggle}
        className="flex w-full items-center gap-1 rounded-small px-2 text-left text-tiny font-semibold text-ink-3 hover:text-ink-2 max-wide:min-h-9"
      >
        <span className="truncate">{title}</span>
        <ChevronDown
          size={12}
          aria-hidden
          className={cx("shrink-0 transition-transform", isCollapsed && "-rotate-90")}
        />
      </button>
    </h2>
  );
}
