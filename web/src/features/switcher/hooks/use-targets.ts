/** What the switcher finds for what is typed, while things change around it. */
import { useMemo } from "react";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import type { Id } from "@/engine/wire.ts";
import { collectTargets, findTargets, type Target } from "../targets.ts";

export function useTargets(typed: string, current: Id | null): Target[] {
  const session = useSession();
  const guilds = useFromStore(session.guilds, (state) => state);
  const unread = useFromStore(session.unread, (state) => state);
  const muted = useFromStore(session.settings.muted, (state) => state);
  const self = session.user.id;
  const targets = useMemo(
    () => collectTargets({ guilds, unread, muted, self, current }),
    [guilds, unread, muted, self, current],
  );
  return useMemo(() => findTargets(targets, typed), [targets, typed]);
}
