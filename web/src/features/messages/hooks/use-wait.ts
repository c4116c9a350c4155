/** Seconds until the server takes the next message of a channel; null when nothing makes one wait. */
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useSecondsUntil } from "@/binding/use-seconds-until.ts";
import type { Id } from "@/engine/wire.ts";

/** Shorter ones are over before they are read. */
const NOTED_MS_MIN = 2_000;

export function useWait(channelId: Id): number | null {
  const untilMs = useFromStore(useSession().outbox.store, ({ waits }) => waits[channelId]);
  return useSecondsUntil(untilMs, NOTED_MS_MIN);
}
