import type { Session } from "../session.ts";
import type { Status } from "../wire.ts";

/** The status that the reader chose for themselves, as far as this client lets them choose one. */
export function ownStatus(_session: Pick<Session, "guilds">): Status {
  return "online";
}
