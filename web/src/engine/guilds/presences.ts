/**
 * Who is there, and what they say of it.
 *
 * - PR1  A user without a presence is offline, and says nothing.
 */
import type { Id, Presence, Status } from "../wire.ts";

/** The kind of an activity that is a text of one's own. */
const CUSTOM = 4;

export interface Presences {
  /** Of whoever is not offline. */
  readonly statuses: Readonly<Record<Id, Status>>;
  /** The texts beside their names. */
  readonly texts: Readonly<Record<Id, string>>;
}

export const NOBODY: Presences = { statuses: {}, texts: {} };

export function withPresences(known: Presences, presences: readonly Presence[]): Presences {
  const statuses = { ...known.statuses };
  const texts = { ...known.texts };
  for (const presence of presences) {
    const { user, status } = presence;
    const text = textOf(presence);
    if (status === "offline") delete statuses[user.id];
    else statuses[user.id] = status;
    if (text === null) delete texts[user.id];
    else texts[user.id] = text;
  }
  return { statuses, texts };
}

export function withoutPresence({ statuses, texts }: Presences, id: Id): Presences {
  const { [id]: _status, ...otherStatuses } = statuses;
  const { [id]: _text, ...otherTexts } = texts;
  return { statuses: otherStatuses, texts: otherTexts };
}

/** What the server would tell of all of them. */
export function listPresences({ statuses, texts }: Presences): Presence[] {
  return Object.entries(statuses).map(([id, status]) => {
    const text = texts[id];
    const presence = { user: { id }, status };
    return text === undefined ? presence : { ...presence, activities: [{ type: CUSTOM, state: text }] };
  });
}

/** The text beside a name. */
export function textOf({ status, activities = [] }: Presence): string | null {
  const custom = activities.find(({ type }) => type === CUSTOM);
  return (status !== "offline" && custom?.state) || null;
}
