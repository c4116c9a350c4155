/**
 * The mind of the tab that leads: hears the gateway session, and tells each tab what concerns it. No
 * clock, no wire; what is to be done comes out as effects.
 *
 * - H1  A tab that joins is told what a new session would tell it, and subscribes with its cursors.
 *       Without a session it is told that, so that it knows that somebody leads.
 * - H2  A tab's messages are numbered without holes; one that lags beyond the window is paused, and
 *       begins anew when it has read what was sent. The leader never keeps anything for it.
 * - H3  A message that comes in is known to every tab, whether it shows the channel or not.
 * - H4  What belongs to a voice room reaches the tab that is in it, and no other.
 */
import type { ClientFrame, ViewportData } from "../gateway/frames.ts";
import {
  OP_PRESENCE,
  OP_REQUEST_MEMBERS,
  OP_SUBSCRIBE,
  OP_UNSUBSCRIBE,
  OP_VIEWPORT,
  OP_VOICE_STATE,
} from "../gateway/frames.ts";
import type { SubscribedEvent } from "../gateway/recovery.ts";
import type { UnreadState } from "../unread.ts";
import type { Id, Message } from "../wire.ts";
import { createInterest, type InterestEffect } from "./interest.ts";
import {
  type Dispatch,
  isRoomFrame,
  isTabFrame,
  type Nudge,
  TABS_MAX,
  type TabId,
  type ToLeader,
  type ToTab,
  type ToTabBody,
  WINDOW_MAX,
} from "./messages.ts";
import { BLANK, type Mirror, reflect, snapshotOf } from "./mirror.ts";
import { createRoomTab } from "./room-tab.ts";
import { createViews } from "./views.ts";

export type HubEffect =
  | { type: "post"; tab: TabId; message: ToTab }
  | { type: "send"; frame: ClientFrame }
  | { type: "nudge"; nudge: Nudge }
  /** A tab is here: tell when it is gone. */
  | { type: "watch"; tab: TabId };

interface Tab {
  visit: number;
  sent: number;
  acked: number;
  epoch: number;
  /** `new`: it waits for a session to be told of. */
  phase: "new" | "in" | "paused";
}

export interface Hub {
  heard(message: ToLeader): HubEffect[];
  left(tab: TabId): HubEffect[];
  /** The gateway session went live, or was lost. */
  phase(ready: boolean): HubEffect[];
  resuming(): HubEffect[];
  dispatch(event: Dispatch): HubEffect[];
}

/** `unread`: what the tab that leads knows already. */
export function createHub(self: Id, unread: UnreadState): Hub {
  const tabs = new Map<TabId, Tab>();
  const interest = createInterest();
  const views = createViews();
  const room = createRoomTab();
  let mirror: Mirror = { ...BLANK, unread };
  let ready = false;
  let epochs = 0;

  function post(id: TabId, body: ToTabBody): HubEffect[] {
    const tab = tabs.get(id);
    if (!tab || tab.phase === "paused") return [];
    if (tab.sent - tab.acked < WINDOW_MAX) return [numbered(id, tab, body)];
    tab.phase = "paused";
    return [numbered(id, tab, { type: "paused" }), ...leave(id)];
  }

  /** What a tab asked for is asked for no more. */
  function leave(id: TabId): HubEffect[] {
    return [...realize(interest.leave(id)), ...views.leave(id).map(look)];
  }

  function look(d: ViewportData): HubEffect {
    return { type: "send", frame: { op: OP_VIEWPORT, d } };
  }

  function broadcast(body: (tab: Tab) => ToTabBody, except?: TabId): HubEffect[] {
    return [...tabs].flatMap(([id, tab]) => (tab.phase === "in" && id !== except ? post(id, body(tab)) : []));
  }

  function realize(effects: readonly InterestEffect[]): HubEffect[] {
    return effects.flatMap((effect): HubEffect[] => {
      switch (effect.type) {
        case "ask": {
          const { channel: channel_id, after } = effect;
          const d = after === null ? { channel_id } : { channel_id, after };
          return [{ type: "send", frame: { op: OP_SUBSCRIBE, d } }];
        }
        case "drop":
          return [{ type: "send", frame: { op: OP_UNSUBSCRIBE, d: { channel_id: effect.channel } } }];
        case "deliver":
          return post(effect.tab, {
            type: "dispatch",
            event: effect.event,
            epoch: tabs.get(effect.tab)?.epoch ?? 0,
          });
        default:
          return effect satisfies never;
      }
    });
  }

  function join(id: TabId, visit: number): HubEffect[] {
    const isKnown = tabs.has(id);
    const tab: Tab = { visit, sent: 0, acked: 0, epoch: 0, phase: "new" };
    if (!isKnown && tabs.size >= TABS_MAX) return [numbered(id, tab, { type: "full" })];
    const gone = isKnown ? leave(id) : [];
    tabs.set(id, tab);
    const watch: HubEffect[] = isKnown ? [] : [{ type: "watch", tab: id }];
    return [...gone, ...watch, ...welcome(id, tab)];
  }

  /** H1: once there is a session. */
  function welcome(id: TabId, tab: Tab): HubEffect[] {
    if (!ready) return post(id, { type: "lost" });
    tab.phase = "in";
    tab.epoch = ++epochs;
    return post(id, { type: "snapshot", events: snapshotOf(mirror), epoch: tab.epoch });
  }

  function onFrame(id: TabId, frame: ClientFrame): HubEffect[] {
    // H4
    if (isRoomFrame(frame)) return room.has(id) ? [{ type: "send", frame }] : [];
    if (!isTabFrame(frame)) return [];
    if (frame.op === OP_VOICE_STATE) {
      const taken = room.asks(id, frame.d);
      const before: HubEffect[] = taken
        ? [...toOne(taken.from, taken.event), { type: "send", frame: taken.frame }]
        : [];
      return [...before, { type: "send", frame }];
    }
    // What is answered to one is heard by all tabs; whoever asked knows it by the nonce.
    if (frame.op === OP_REQUEST_MEMBERS || frame.op === OP_PRESENCE) return [{ type: "send", frame }];
    if (frame.op === OP_VIEWPORT) return [look(views.show(id, frame.d))];
    const { channel_id, after } = frame.d as { channel_id: Id; after?: number };
    return realize(
      frame.op === OP_SUBSCRIBE
        ? interest.subscribe(id, channel_id, after ?? null)
        : interest.unsubscribe(id, channel_id),
    );
  }

  function heard(message: ToLeader): HubEffect[] {
    if (message.type === "hello") return join(message.tab, message.visit);
    const tab = tabs.get(message.tab);
    if (!tab || tab.visit !== message.visit || tab.phase === "paused") return [];
    switch (message.type) {
      case "ack":
        tab.acked = Math.max(tab.acked, Math.min(message.n, tab.sent));
        return [];
      case "frame":
        return message.epoch === tab.epoch ? onFrame(message.tab, message.frame) : [];
      case "share":
        mirror = reflect(mirror, message.event, self);
        return broadcast((to) => ({ type: "dispatch", event: message.event, epoch: to.epoch }), message.tab);
      case "nudge":
        return [...post(message.tab, { type: "here" }), { type: "nudge", nudge: message.nudge }];
      default:
        return message satisfies never;
    }
  }

  function dispatch(event: Dispatch): HubEffect[] {
    mirror = reflect(mirror, event, self);
    const listener = room.listens(event);
    if (listener !== null) return toOne(listener, event);
    switch (event.name) {
      case "READY":
        return onReady(event);
      case "RESUMED":
        return onResumed(event);
      case "X_SUBSCRIBED":
        return realize(interest.answered(event.data as SubscribedEvent));
      case "CHANNEL_DELETE":
        interest.forget((event.data as { id: Id }).id);
        return toAll(event);
      default: {
        const channel = channelOf(event);
        return channel ? toChannel(channel.id, channel.xSeq, event) : toAll(event);
      }
    }
  }

  function toOne(id: TabId, event: Dispatch): HubEffect[] {
    const tab = tabs.get(id);
    return tab?.phase === "in" ? post(id, { type: "dispatch", event, epoch: tab.epoch }) : [];
  }

  function toAll(event: Dispatch): HubEffect[] {
    return broadcast(({ epoch }) => ({ type: "dispatch", event, epoch }));
  }

  function onReady(event: Dispatch): HubEffect[] {
    interest.started();
    views.clear();
    return [...tabs].flatMap(([id, tab]) => {
      if (tab.phase === "paused") return [];
      tab.phase = "in";
      tab.epoch = ++epochs;
      return post(id, { type: "dispatch", event, epoch: tab.epoch });
    });
  }

  function onResumed(event: Dispatch): HubEffect[] {
    const told = toAll(event);
    const welcomed = [...tabs].flatMap(([id, tab]) => (tab.phase === "new" ? welcome(id, tab) : []));
    return [...told, ...welcomed, ...realize(interest.resumed())];
  }

  function toChannel(id: Id, xSeq: number | null, event: Dispatch): HubEffect[] {
    const isNews = event.name === "MESSAGE_CREATE" && xSeq !== null && interest.isNews(id, xSeq);
    const heardBy = realize(interest.route(id, xSeq, event));
    if (!isNews) return heardBy;
    // H3
    const message = event.data as Message;
    const notice: Dispatch = { name: "X_HEARD", data: { channel_id: id, message } };
    const others = [...tabs].flatMap(([tab, { phase, epoch }]) =>
      phase === "in" && !interest.hears(tab, id) ? post(tab, { type: "dispatch", event: notice, epoch }) : [],
    );
    return [...heardBy, ...others];
  }

  return {
    heard,
    dispatch,
    left(id) {
      tabs.delete(id);
      const left = room.gone(id).map((frame): HubEffect => ({ type: "send", frame }));
      return [...leave(id), ...left];
    },
    phase(isReady) {
      const wasReady = ready;
      ready = isReady;
      if (isReady || !wasReady) return [];
      interest.lost();
      return broadcast(() => ({ type: "lost" }));
    },
    resuming: () => broadcast(() => ({ type: "resuming" })),
  };
}

function numbered(id: TabId, tab: Tab, body: ToTabBody): HubEffect {
  tab.sent += 1;
  return { type: "post", tab: id, message: { ...body, visit: tab.visit, n: tab.sent } };
}

/** The channel whose listeners alone an event is for. */
function channelOf({ name, data }: Dispatch): { id: Id; xSeq: number | null } | null {
  const known = data as { channel_id?: unknown; x_seq?: unknown } | null;
  if (typeof known !== "object" || known === null || typeof known.channel_id !== "string") return null;
  if (typeof known.x_seq === "number") return { id: known.channel_id, xSeq: known.x_seq };
  return name === "TYPING_START" ? { id: known.channel_id, xSeq: null } : null;
}
