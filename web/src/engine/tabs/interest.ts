/**
 * Which tab hears which channel, over the one subscription that their session has.
 *
 * - I1  A tab hears nothing of a channel between its SUBSCRIBE and the answer; then all that lies behind
 *       its cursor, in order, then the live events.
 * - I2  One SUBSCRIBE of a channel is under way at a time, so that an answer has one meaning. It reaches
 *       back as far as the tab that missed the most.
 * - I3  A tab that needs nothing from the server is answered at once.
 * - I4  A reset that skips events skips them for the tabs that were live, too: they ask anew.
 */
import type { SubscribedEvent } from "../gateway/recovery.ts";
import type { Id } from "../wire.ts";
import type { Dispatch, TabId } from "./messages.ts";

/** Events kept for a tab that waits: what a replay brings at most, and what was on its way. */
export const HELD_MAX = 1_000;

type Listener = { phase: "live" } | Waiting;

interface Waiting {
  phase: "waiting";
  after: number | null;
  /** Whether the SUBSCRIBE under way was sent after this tab began to listen. */
  isAsked: boolean;
  held: Map<number, Dispatch>;
  overrun: boolean;
}

interface SharedChannel {
  /** The greatest sequence heard. */
  position: number | null;
  asked: { after: number | null } | null;
  tabs: Map<TabId, Listener>;
}

export type InterestEffect =
  | { type: "ask"; channel: Id; after: number | null }
  | { type: "drop"; channel: Id }
  | { type: "deliver"; tab: TabId; event: Dispatch };

export interface Interest {
  subscribe(tab: TabId, channel: Id, after: number | null): InterestEffect[];
  unsubscribe(tab: TabId, channel: Id): InterestEffect[];
  leave(tab: TabId): InterestEffect[];
  /** An event of a channel, to the tabs that hear it. */
  route(channel: Id, xSeq: number | null, event: Dispatch): InterestEffect[];
  /** Whether an event was not heard before. */
  isNews(channel: Id, xSeq: number): boolean;
  hears(tab: TabId, channel: Id): boolean;
  answered(event: SubscribedEvent): InterestEffect[];
  forget(channel: Id): void;
  /** The session is new, and has no subscriptions. */
  started(): void;
  resumed(): InterestEffect[];
  lost(): void;
}

export function createInterest(): Interest {
  const channels = new Map<Id, SharedChannel>();
  let connected = false;

  function subscribe(tab: TabId, id: Id, after: number | null): InterestEffect[] {
    const channel = channels.get(id) ?? { position: null, asked: null, tabs: new Map() };
    channels.set(id, channel);
    channel.tabs.set(tab, waiting(after));
    return serve(id, channel);
  }

  function unsubscribe(tab: TabId, id: Id): InterestEffect[] {
    const channel = channels.get(id);
    if (!channel?.tabs.delete(tab)) return [];
    return serve(id, channel);
  }

  /** Answers whom it can, asks the server for the others, and lets go of what nobody hears. */
  function serve(id: Id, channel: SharedChannel): InterestEffect[] {
    // I2: what is under way is waited for, even when nobody wants it any more.
    if (channel.asked || !connected) return [];
    const { position, tabs } = channel;
    if (tabs.size === 0) {
      channels.delete(id);
      return [{ type: "drop", channel: id }];
    }
    const effects: InterestEffect[] = [];
    for (const [tab, listener] of tabs) {
      if (listener.phase === "live" || position === null) continue;
      if (listener.after !== null && listener.after !== position) continue;
      tabs.set(tab, { phase: "live" });
      effects.push(answer(tab, { channel_id: id, head: position, replayed: 0, reset: false }));
    }
    const open = [...tabs.values()].filter((listener) => listener.phase === "waiting");
    if (open.length === 0) return effects;
    const cursors = open.map(({ after }) => after).filter((after) => after !== null);
    const after = cursors.length > 0 ? Math.min(...cursors) : null;
    for (const listener of open) listener.isAsked = true;
    channel.asked = { after };
    return [...effects, { type: "ask", channel: id, after }];
  }

  function route(id: Id, xSeq: number | null, event: Dispatch): InterestEffect[] {
    const channel = channels.get(id);
    if (!channel) return [];
    const effects: InterestEffect[] = [];
    for (const [tab, listener] of channel.tabs) {
      if (listener.phase === "live") effects.push({ type: "deliver", tab, event });
      else if (xSeq !== null) hold(listener, xSeq, event);
    }
    if (xSeq !== null) channel.position = Math.max(xSeq, channel.position ?? 0);
    return effects;
  }

  function answered(event: SubscribedEvent): InterestEffect[] {
    const id = event.channel_id;
    const channel = channels.get(id);
    const asked = channel?.asked;
    // After a RESUME the same may be answered twice; the second time it says nothing new.
    if (!channel || !asked) return [];
    channel.asked = null;
    if (event.error) {
      channels.delete(id);
      return [...channel.tabs.keys()].map((tab) => answer(tab, event));
    }
    const { head = 0, reset = false } = event;
    const effects: InterestEffect[] = [];
    for (const [tab, listener] of channel.tabs) {
      if (listener.phase === "live") {
        if (reset && head !== channel.position) channel.tabs.set(tab, waiting(channel.position));
      } else if (listener.isAsked && isCovered(listener, asked.after, reset)) {
        channel.tabs.set(tab, { phase: "live" });
        effects.push(...caughtUp(tab, id, listener, head, reset));
      }
    }
    channel.position = head;
    return [...effects, ...serve(id, channel)];
  }

  return {
    subscribe,
    unsubscribe,
    leave: (tab) => [...channels.keys()].flatMap((id) => unsubscribe(tab, id)),
    route,
    isNews: (id, xSeq) => xSeq > (channels.get(id)?.position ?? 0),
    hears: (tab, id) => channels.get(id)?.tabs.has(tab) ?? false,
    answered,
    forget: (id) => void channels.delete(id),
    started() {
      connected = true;
      channels.clear();
    },
    resumed() {
      connected = true;
      // What was asked and not answered may never have arrived.
      return [...channels].flatMap(([id, channel]) => {
        channel.asked = null;
        return serve(id, channel);
      });
    },
    lost() {
      connected = false;
    },
  };
}

function waiting(after: number | null): Waiting {
  return { phase: "waiting", after, isAsked: false, held: new Map(), overrun: false };
}

function hold(listener: Waiting, xSeq: number, event: Dispatch): void {
  if (listener.after === null || xSeq <= listener.after) return;
  // What comes again in the replay is the later version.
  if (listener.held.size < HELD_MAX || listener.held.has(xSeq)) listener.held.set(xSeq, event);
  else listener.overrun = true;
}

/** A reset is meant for the tabs that the SUBSCRIBE reached back for; the others missed less. */
function isCovered({ after }: Waiting, asked: number | null, reset: boolean): boolean {
  if (after === null) return true;
  return reset ? after === asked : asked !== null && after >= asked;
}

function caughtUp(tab: TabId, id: Id, listener: Waiting, head: number, reset: boolean): InterestEffect[] {
  if (listener.after === null) return [answer(tab, { channel_id: id, head, replayed: 0, reset: false })];
  if (reset || listener.overrun) return [answer(tab, { channel_id: id, head, replayed: 0, reset: true })];
  const events = [...listener.held].sort(([a], [b]) => a - b).map(([, event]) => event);
  return [
    ...events.map((event): InterestEffect => ({ type: "deliver", tab, event })),
    answer(tab, { channel_id: id, head, replayed: events.length, reset: false }),
  ];
}

function answer(tab: TabId, data: SubscribedEvent): InterestEffect {
  return { type: "deliver", tab, event: { name: "X_SUBSCRIBED", data } };
}
