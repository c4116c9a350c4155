/** The call of a conversation, above what was said there; its code comes with the first one. */
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { onDemand } from "@/binding/on-demand.tsx";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import type { Channel } from "@/engine/wire.ts";

const OpenCall = onDemand(async () => {
  await import("../i18n/add-voice.ts");
  return (await import("./open-call.tsx")).OpenCall;
});

export function ConversationCall({ home, channel }: { home: GuildState; channel: Channel }) {
  const call = useFromStore(useSession().calls, (state) => state[channel.id]);
  return call ? <OpenCall home={home} channel={channel} call={call} /> : null;
}
