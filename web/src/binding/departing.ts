/** Guilds that are left or deleted from this page: that they go is no news here. */
import type { Id } from "@/engine/wire.ts";

const departed = new Set<Id>();

/** What ends the guild for the user, as it is under way; where it fails, nothing was left. */
export async function departing(guildId: Id, request: Promise<void>): Promise<void> {
  departed.add(guildId);
  try {
    await request;
  } catch (error) {
    departed.delete(guildId);
    throw error;
  }
}

/** Whether a guild that went now was left from here. It is asked once for each that goes. */
export function wasDeparting(guildId: Id): boolean {
  return departed.delete(guildId);
}
