/** Who is typing in a channel, longest first. */
import { useMemo } from "react";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import type { Id } from "@/engine/wire.ts";

export function useTypists(channelId: Id): Id[] {
  const { typing } = useSession();
  const users = useFromStore(typing.store, (state) => state[channelId]);
  return useMemo(
    () =>
      Object.entries(users ?? {})
        .sort(([, a], [, b]) => a - b)
        .map(([id]) => id),
    [users],
  );
}
