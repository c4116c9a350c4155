/** Addresses of files are good for a day: a page that stays open longer asks for new ones, once a message. */
import { useEffect, useRef } from "react";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { isExpired } from "@/engine/pictures.ts";
import type { Message } from "@/engine/wire.ts";

/** Asks for them; what was asked for these addresses before changes nothing. */
export function useFreshAddresses({ channel_id, id, attachments = [] }: Message): () => void {
  const { clock } = useEngine().ports;
  const { channels } = useSession();
  const asked = useRef<string | null>(null);
  const addresses = attachments.map(({ url }) => url).join(" ");
  const isWorn = attachments.some(({ url }) => isExpired(url, clock.now()));

  function renew(): void {
    if (asked.current === addresses) return;
    asked.current = addresses;
    void channels.refresh(channel_id, id);
  }

  useEffect(() => {
    if (isWorn) renew();
  });
  return renew;
}
