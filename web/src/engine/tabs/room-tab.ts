/**
 * Which tab is in the voice room of their session, and what of the room concerns whom.
 *
 * - RT1  The tab that asked to join last has the room, and it alone hears and says what belongs to it. The
 *        one that had it is told, and the session leaves the room first: only who comes is told how it is.
 * - RT2  When that tab is gone, however it went, the session leaves the room.
 */
import { type ClientFrame, OP_VOICE_STATE } from "../gateway/frames.ts";
import type { VoiceStateData } from "../voice/frames.ts";
import type { Dispatch, TabId } from "./messages.ts";

/** Says a tab that another one has the room now; only tabs say it. */
const TAKEN: Dispatch = { name: "X_VOICE_TAKEN", data: null };

const OF_THE_ROOM: ReadonlySet<string> = new Set([
  "X_VOICE_SIGNAL",
  "X_VOICE_MEDIA",
  "X_VOICE_MODE",
  "X_VOICE_SPEAKING",
  "X_VOICE_REFUSED",
]);

export interface RoomTab {
  has(tab: TabId): boolean;
  /** The tab that alone hears this; null for whatever is no room's. */
  listens(event: Dispatch): TabId | null;
  /** A tab joins, moves, mutes or leaves. From whom it takes the room then, with what is to be sent before. */
  asks(tab: TabId, d: VoiceStateData): { from: TabId; event: Dispatch; frame: ClientFrame } | null;
  /** A tab is gone. What is to be sent then. */
  gone(tab: TabId): ClientFrame[];
}

export function createRoomTab(): RoomTab {
  let holder: { tab: TabId; d: VoiceStateData } | null = null;
  return {
    has: (tab) => holder?.tab === tab,
    listens: ({ name }) => (OF_THE_ROOM.has(name) ? (holder?.tab ?? "") : null),
    asks(tab, d) {
      const before = holder;
      if (d.channel_id !== null) holder = { tab, d };
      else if (before?.tab === tab) holder = null;
      if (d.channel_id === null || before === null || before.tab === tab) return null;
      return { from: before.tab, event: TAKEN, frame: leaves(before.d) };
    },
    gone(tab) {
      if (holder?.tab !== tab) return [];
      const { d } = holder;
      holder = null;
      return [leaves(d)];
    },
  };
}

function leaves(d: VoiceStateData): ClientFrame {
  return { op: OP_VOICE_STATE, d: { ...d, channel_id: null } };
}
