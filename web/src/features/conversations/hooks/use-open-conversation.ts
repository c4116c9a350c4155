/** Opens the conversation with a friend, and leads there. */
import type { UseMutationResult } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { HOME } from "@/engine/guilds/home.ts";
import type { Channel, Id } from "@/engine/wire.ts";
import { openConversation } from "../api.ts";

export function useOpenConversation(): UseMutationResult<Channel, Error, Id> {
  const { rest } = useEngine();
  const { learnConversation } = useSession();
  const navigate = useNavigate();
  return useAction<Channel, Id>({
    run: (userId) => openConversation(rest, userId),
    done: null,
    after(channel) {
      learnConversation(channel);
      const params = { guildId: HOME, channelId: channel.id };
      void navigate({ to: "/channels/$guildId/$channelId", params });
    },
  });
}
