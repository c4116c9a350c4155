/** A channel's timeline, opened for as long as it is on screen. */
import { useEffect } from "react";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { type ChannelView, UNOPENED } from "@/engine/channels.ts";
import type { Id } from "@/engine/wire.ts";

export function useChannelView(channelId: Id): ChannelView {
  const { channels } = useSession();
  useEffect(() => channels.open(channelId), [channels, channelId]);
  return useFromStore(channels.store, (state) => state[channelId] ?? UNOPENED);
}
