/** In the header of a conversation: calls the others there, or joins the call that goes on. */
import { Phone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useMay } from "@/binding/use-guild.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { HOME, recipientsOf } from "@/engine/guilds/home.ts";
import { SEND_MESSAGES } from "@/engine/guilds/permissions.ts";
import type { Channel } from "@/engine/wire.ts";
import { IconButton } from "@/ui/button.tsx";
import { useCall } from "./use-call.ts";

/** Where one may not write, and with bots, nobody calls. */
export function CallButton({ home, channel }: { home: GuildState; channel: Channel }) {
  const { t } = useTranslation();
  const { calls, user } = useSession();
  const mayWrite = useMay(HOME, SEND_MESSAGES, channel.id);
  const goesOn = useFromStore(calls, (state) => state[channel.id] !== undefined);
  const call = useCall(channel.id);
  const people = recipientsOf(home, channel);
  const isInside = home.voice[user.id]?.channel_id === channel.id;
  if (!mayWrite || isInside || people.length === 0 || people.some(({ bot }) => bot)) return null;
  return (
    <IconButton label={t(goesOn ? "calls.join" : "calls.start")} onClick={() => void call()}>
      <Phone size={18} aria-hidden className={goesOn ? "text-good" : ""} />
    </IconButton>
  );
}
