/** Whether the reader blocks somebody. */
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { isBlocked } from "@/engine/friends.ts";
import type { Id } from "@/engine/wire.ts";

export function useIsBlocked(userId: Id | undefined): boolean {
  return useFromStore(useSession().friends, (known) => isBlocked(known, userId ?? ""));
}
