/** Into the call of a conversation. Whoever begins one has it ring the others, once they are there to be heard. */
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { useErrorText } from "@/binding/use-error-text.ts";
import { HOME } from "@/engine/guilds/home.ts";
import type { Id } from "@/engine/wire.ts";
import { ring } from "@/features/calls/api.ts";
import { useJoin } from "@/features/voice/hooks/use-join.ts";
import { useVoice } from "@/features/voice/store.ts";

export function useCall(channelId: Id): () => Promise<void> {
  const { rest } = useEngine();
  const { guilds } = useSession();
  const join = useJoin();
  const errorText = useErrorText();
  return async () => {
    const voice = Object.values(guilds.getState().guilds[HOME]?.voice ?? {});
    const isFirst = voice.every(({ channel_id }) => channel_id !== channelId);
    await join({ guildId: HOME, channelId });
    const running = useVoice.getState().voice;
    if (!isFirst || !running) return;
    const { isInside } = await import("@/engine/voice/inside.ts");
    if (!(await isInside(running, channelId))) return;
    await ring(rest, channelId).catch((error: unknown) => showToast({ tone: "bad", text: errorText(error) }));
  };
}
