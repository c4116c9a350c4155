/** Walking through the channels of the open guild by keyboard. */
import { useNavigate, useParams } from "@tanstack/react-router";
import { useSession } from "@/binding/engine-context.tsx";
import { isMuted } from "@/engine/guilds/threads.ts";
import { isUnread } from "@/engine/unread.ts";
import type { Id } from "@/engine/wire.ts";
import { listedChannels, neighbourChannel } from "@/features/channels/neighbour.ts";
import type { ShortcutId } from "@/features/shortcuts/keys.ts";

export function useChannelKeys(): Partial<Record<ShortcutId, () => void>> {
  const { guilds, unread, settings } = useSession();
  const navigate = useNavigate();
  const { guildId, channelId } = useParams({ strict: false });

  function walk(step: 1 | -1, wanted?: (id: Id) => boolean): void {
    const guild = guildId === undefined ? undefined : guilds.getState().guilds[guildId];
    const listed = guild ? listedChannels(guild, unread.getState().newest) : [];
    const next = neighbourChannel(listed, channelId ?? null, step, wanted);
    if (!guild || !next) return;
    void navigate({ to: "/channels/$guildId/$channelId", params: { guildId: guild.id, channelId: next } });
  }

  function isWaiting(id: Id): boolean {
    const state = unread.getState();
    const guild = guilds.getState().guilds[guildId ?? ""];
    const isQuiet = isMuted(settings.muted.getState(), guild, id);
    return isQuiet ? Boolean(state.mentions[id]) : isUnread(state, id);
  }

  return {
    channelUp: () => walk(-1),
    channelDown: () => walk(1),
    unreadUp: () => walk(-1, isWaiting),
    unreadDown: () => walk(1, isWaiting),
    composer: () => document.querySelector<HTMLElement>("[data-composer]")?.focus(),
  };
}
