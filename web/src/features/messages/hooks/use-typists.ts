/** Who is typing in a channel, longest first; whom the reader blocks is not heard. */
import { useMemo } from "react";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { isBlocked } from "@/engine/friends.ts";
import type { Id } from "@/engine/wire.ts";

export function useTypists(channelId: Id): Id[] {
  const { typing, friends: store } = useSession();
  const friends = useFromStore(store, (known) => known);
  const users = useFromStore(typing.store, (state) => state[channelId]);
  return useMemo(
    () =>
      Object.entries(users ?? {})
        .sort(([, a], [, b]) => a - b)
        .map(([id]) => id)
        .filter((id) => !isBlocked(friends, id)),
    [users, friends],
  );
}
