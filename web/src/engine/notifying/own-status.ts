import { readOwnPresence } from "../own-presence.ts";
import type { Session } from "../session.ts";
import type { Status } from "../wire.ts";

/** The status that the reader chose for all of their devices. */
export function ownStatus({ settings }: Pick<Session, "settings">): Status {
  const { status } = readOwnPresence(settings.store.getState(), 0);
  return status === "invisible" ? "offline" : status;
}
