/**
 * What tabs of one login say to each other. One of them leads: it holds the gateway session, and the
 * others hear the server through it.
 *
 * - Every tab has an inbox that only the leader writes to; all tabs write to the leader in one place.
 * - A tab joins by `hello`. Each joining is a *visit* of its own number, and what belongs to another
 *   visit is dropped: the late words of a leader that is gone do no harm.
 * - Within a visit, each session that the tab is told of has its own *epoch*. Frames that a tab wrote
 *   before it knew of the present one are dropped: it subscribes anew by itself.
 */
import {
  type ClientFrame,
  OP_PRESENCE,
  OP_REQUEST_MEMBERS,
  OP_SUBSCRIBE,
  OP_UNSUBSCRIBE,
  OP_VIEWPORT,
  OP_VOICE_MEDIA,
  OP_VOICE_SIGNAL,
  OP_VOICE_SPEAKING,
  OP_VOICE_STATE,
} from "../gateway/frames.ts";
import type { Id } from "../wire.ts";

/** Raised when the messages change: tabs of different versions then live side by side. */
const PROTOCOL = 4;

/** Tabs over one session. Twelve channels each stay below the hundred that a session may subscribe. */
export const TABS_MAX = 8;
/** Messages that a tab may lag behind before its leader stops writing to it. */
export const WINDOW_MAX = 512;
/** A tab says how far it has read after so many messages. */
export const ACK_EVERY = 32;

export type TabId = string;

/** What the gateway is to do now rather than later. */
export type Nudge = "hope" | "doubt" | "confirm";

/** An event as the gateway dispatches it, or one that tabs tell each other in the same shape. */
export interface Dispatch {
  name: string;
  data: unknown;
}

export type ToLeader =
  | { type: "hello"; tab: TabId; visit: number }
  | { type: "ack"; tab: TabId; visit: number; n: number }
  | { type: "frame"; tab: TabId; visit: number; epoch: number; frame: ClientFrame }
  /** An event for all other tabs. */
  | { type: "share"; tab: TabId; visit: number; event: Dispatch }
  /** What the browser told this tab about the network. Is answered: the leader may be frozen. */
  | { type: "nudge"; tab: TabId; visit: number; nudge: Nudge };

/** To all tabs: from now on this one leads. */
export interface Leading {
  type: "leading";
}

export type ToTabBody =
  | { type: "dispatch"; event: Dispatch; epoch: number }
  /** What a new session would have told, all at once. */
  | { type: "snapshot"; events: readonly Dispatch[]; epoch: number }
  | { type: "lost" }
  | { type: "resuming" }
  /** The answer to a nudge. */
  | { type: "here" }
  /** The tab lags too far behind: nothing more comes until it says hello again. */
  | { type: "paused" }
  /** There are too many tabs already. */
  | { type: "full" };

/** `n` counts a visit's messages from 1, without holes. */
export type ToTab = ToTabBody & { visit: number; n: number };

export const commonName = (user: Id) => `confab-tabs-${PROTOCOL}-${user}`;
export const inboxName = (tab: TabId) => `confab-tab-${PROTOCOL}-${tab}`;
export const leaderLock = (user: Id) => `confab-leader-${PROTOCOL}-${user}`;
/** Held by a tab for as long as it lives: whoever gets it knows that the tab is gone. */
export const lifeLock = (tab: TabId) => `confab-life-${PROTOCOL}-${tab}`;

const TYPES: ReadonlySet<unknown> = new Set<ToLeader["type"]>(["hello", "ack", "frame", "share", "nudge"]);

/** Null for whatever is no message of this protocol. */
export function readToLeader(message: unknown): ToLeader | null {
  const known = message as Partial<ToLeader> | null;
  if (typeof known !== "object" || known === null || !TYPES.has(known.type)) return null;
  if (typeof known.tab !== "string" || typeof known.visit !== "number") return null;
  return known as ToLeader;
}

export function isLeading(message: unknown): message is Leading {
  return (message as Leading | null)?.type === "leading";
}

const OF_TABS: ReadonlySet<number> = new Set([
  OP_SUBSCRIBE,
  OP_UNSUBSCRIBE,
  OP_REQUEST_MEMBERS,
  OP_PRESENCE,
  OP_VIEWPORT,
  OP_VOICE_STATE,
]);

/** The frames that a tab may have sent for it: never one that concerns the session itself. */
export function isTabFrame(frame: ClientFrame): boolean {
  return OF_TABS.has(frame.op);
}

/** Those that only the tab in a voice room may have sent. */
export function isRoomFrame({ op }: ClientFrame): boolean {
  return op === OP_VOICE_SIGNAL || op === OP_VOICE_MEDIA || op === OP_VOICE_SPEAKING;
}
