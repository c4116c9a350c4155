/** What is shown of voice in this tab, and how it changes. */
import type { Id } from "../wire.ts";
import type { VoiceFault } from "./faults.ts";
import type { RoomMode } from "./frames.ts";
import type { Quality } from "./quality.ts";
import type { Place, RoomState } from "./room.ts";
import type { Link } from "./transport.ts";

export interface VoiceView {
  phase: RoomState["phase"];
  place: Place | null;
  /** Why one is not in a room, or not connected in it. */
  fault: VoiceFault | null;
  /** Why there is no microphone. */
  microphoneFault: VoiceFault | null;
  /** Who is heard right now. */
  speaking: ReadonlySet<Id>;
  /** With whom one is connected, or not yet. */
  links: Readonly<Record<Id, Link>>;
  /** Null: not measured yet, or there is nobody else. */
  quality: Quality | null;
}

export const NOWHERE: VoiceView = {
  phase: "out",
  place: null,
  fault: null,
  microphoneFault: null,
  speaking: new Set(),
  links: {},
  quality: null,
};

export function withSpeaking(
  speaking: ReadonlySet<Id>,
  userId: Id | undefined,
  speaks: boolean,
): ReadonlySet<Id> {
  if (userId === undefined || speaking.has(userId) === speaks) return speaking;
  const next = new Set(speaking);
  if (speaks) next.add(userId);
  else next.delete(userId);
  return next;
}

/** Whoever left or was muted speaks no more. `self` is not among the peers. */
export function onlyAudible(speaking: ReadonlySet<Id>, { peers }: RoomMode, self: Id): ReadonlySet<Id> {
  const audible = peers.filter(({ mute }) => !mute).map(({ user_id }) => user_id);
  return new Set([...speaking].filter((id) => id === self || audible.includes(id)));
}

export function withLink(links: Readonly<Record<Id, Link>>, userId: Id, link: Link | null): Record<Id, Link> {
  const { [userId]: _before, ...others } = links;
  return link === null ? others : { ...others, [userId]: link };
}
