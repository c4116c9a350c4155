/**
 * The shell of the tab that leads: owns the one gateway of this login, carries the hub's messages to the
 * tabs, and finds out when a tab is gone. Decides nothing.
 */
import { createGateway, type Gateway, type GatewayNeeds } from "../gateway/socket.ts";
import type { Ports, Wire, Wires } from "../ports.ts";
import type { UnreadState } from "../unread.ts";
import type { Id } from "../wire.ts";
import { createHub, type HubEffect } from "./hub.ts";
import { inboxName, lifeLock, type TabId, type ToLeader, type ToTab } from "./messages.ts";

export type LeaderPorts = Pick<Ports, "openSocket" | "clock" | "random" | "origin" | "locks"> & {
  wires: Wires;
};

/** The tab that leads is one of those that it tells. */
export interface OwnTab {
  id: TabId;
  user: Id;
  unread: UnreadState;
  hear(message: ToTab): void;
}

export interface Leader {
  heard(message: ToLeader): void;
  close(): void;
}

export function createLeader(ports: LeaderPorts, needs: GatewayNeeds, own: OwnTab): Leader {
  const hub = createHub(own.user, own.unread);
  const inboxes = new Map<TabId, Wire>();
  const closing = new AbortController();
  const queue: HubEffect[] = [];
  let isRunning = false;

  const gateway: Gateway = createGateway(ports, needs, {
    resuming: () => run(hub.resuming()),
    dispatch: (name, data) => run(hub.dispatch({ name, data })),
    phase: (ready) => run(hub.phase(ready)),
  });

  /** What an effect leads to comes after the effects before it: numbers go out in their order. */
  function run(effects: readonly HubEffect[]): void {
    queue.push(...effects);
    if (isRunning) return;
    isRunning = true;
    try {
      for (let effect = queue.shift(); effect; effect = queue.shift()) perform(effect);
    } finally {
      isRunning = false;
    }
  }

  function perform(effect: HubEffect): void {
    switch (effect.type) {
      case "post":
        return post(effect.tab, effect.message);
      case "send":
        return gateway.send(effect.frame);
      case "nudge":
        return gateway.input({ type: effect.nudge });
      case "watch":
        return watch(effect.tab);
      default:
        effect satisfies never;
    }
  }

  function post(tab: TabId, message: ToTab): void {
    if (tab === own.id) return own.hear(message);
    const inbox = inboxes.get(tab);
    if (inbox) return inbox.post(message);
    const once = ports.wires.open(inboxName(tab), () => undefined);
    once.post(message);
    once.close();
  }

  /** A tab holds its lock as long as it lives, and however it ends. */
  function watch(tab: TabId): void {
    if (tab === own.id) return;
    inboxes.set(
      tab,
      ports.wires.open(inboxName(tab), () => undefined),
    );
    const left = async () => {
      inboxes.get(tab)?.close();
      inboxes.delete(tab);
      run(hub.left(tab));
    };
    ports.locks.hold(lifeLock(tab), closing.signal, left).catch(() => undefined);
  }

  gateway.input({ type: "start" });
  return {
    heard: (message) => {
      if (!closing.signal.aborted) run(hub.heard(message));
    },
    close() {
      closing.abort();
      gateway.input({ type: "stop" });
      for (const inbox of inboxes.values()) inbox.close();
    },
  };
}
