/** Voice below the channels, and on small screens above what is open, as long as there is something to say of it. */
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { onDemand } from "@/binding/on-demand.tsx";
import { voiceStateOf } from "@/engine/voice/states.ts";
import { useVoice } from "@/features/voice/store.ts";

const VoicePanel = onDemand(async () => {
  await import("../i18n/add-voice.ts");
  return (await import("@/features/voice/components/voice-panel.tsx")).VoicePanel;
});

export function VoiceFoot({ isAbove = false }: { isAbove?: boolean }) {
  const { guilds, user } = useSession();
  const isSomewhere = useFromStore(guilds, (state) => voiceStateOf(state, user.id) !== null);
  const isWanted = useVoice(({ voice }) => voice !== null);
  return isSomewhere || isWanted ? <VoicePanel isAbove={isAbove} /> : null;
}
