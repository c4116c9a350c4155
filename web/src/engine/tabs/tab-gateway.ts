/**
 * The gateway as one tab has it. Where tabs can talk, those of one login share a session: the tab that
 * holds the lock leads and owns the socket, the others hear it through messages. Elsewhere each tab has
 * a session of its own.
 *
 * - When the leader is gone, however it went, the lock falls to another tab, and all subscribe anew with
 *   their cursors.
 * - A leader that does not answer, though it holds the lock, is greeted again, then left: the tab goes on
 *   with a session of its own. It is asked when the tab joins, and whenever the tab is looked at again.
 */
import { createGateway, type Gateway, type GatewayListener, type GatewayNeeds } from "../gateway/socket.ts";
import type { Cancel, Ports } from "../ports.ts";
import type { UnreadState } from "../unread.ts";
import type { Id } from "../wire.ts";
import { createLeader, type Leader, type LeaderPorts } from "./leader.ts";
import { heard, type MemberEffect, type MemberStep, OUTSIDE, visitAnew } from "./member.ts";
import {
  commonName,
  inboxName,
  isLeading,
  leaderLock,
  lifeLock,
  type Nudge,
  readToLeader,
  type ToLeader,
  type ToTab,
} from "./messages.ts";

/** Words between tabs take milliseconds, also where the browser slows a tab in the background down. */
export const ANSWER_MS_MAX = 4_000;
/** Greetings, or nudges, without an answer after which a tab goes on alone. */
const GREETINGS_MAX = 2;

export type TabPorts = Omit<LeaderPorts, "wires"> & Pick<Ports, "wires" | "unique">;

/** Whose tab it is, and what it knows should it come to lead. */
export interface TabOwner {
  user: Id;
  unread(): UnreadState;
}

export function createTabGateway(
  ports: TabPorts,
  needs: GatewayNeeds,
  listener: GatewayListener,
  owner: TabOwner,
): Gateway {
  const { wires } = ports;
  return wires
    ? createShared({ ...ports, wires }, needs, listener, owner)
    : createGateway(ports, needs, listener);
}

function createShared(
  ports: LeaderPorts & Pick<Ports, "unique">,
  needs: GatewayNeeds,
  listener: GatewayListener,
  { user, unread }: TabOwner,
): Gateway {
  const tab = ports.unique();
  const closing = new AbortController();
  /** Ends with the tab, and when it goes on alone. */
  const standing = new AbortController();
  const common = ports.wires.open(commonName(user), onCommon);
  const inbox = ports.wires.open(inboxName(tab), (message) => hear(message as ToTab));
  const queue: ToTab[] = [];
  let isReading = false;
  let member = OUTSIDE;
  let leader: Leader | null = null;
  let alone: Gateway | null = null;
  /** Greetings and nudges since the leader was heard last. */
  let unanswered = 0;
  let cancelPatience: Cancel = () => undefined;

  function onCommon(message: unknown): void {
    if (isLeading(message)) {
      if (!leader && !alone) take(visitAnew(member));
      return;
    }
    const known = leader && readToLeader(message);
    if (known) leader?.heard(known);
  }

  function tell(message: ToLeader): void {
    if (leader) leader.heard(message);
    else common.post(message);
  }

  /** What a message leads to is read after the message itself. */
  function hear(message: ToTab): void {
    if (alone || closing.signal.aborted) return;
    if (message.visit === member.visit) answered();
    queue.push(message);
    if (isReading) return;
    isReading = true;
    try {
      for (let next = queue.shift(); next; next = queue.shift()) take(heard(member, next));
    } finally {
      isReading = false;
    }
  }

  function take({ state, effects }: MemberStep): void {
    member = state;
    for (const effect of effects) perform(effect);
  }

  function perform(effect: MemberEffect): void {
    switch (effect.type) {
      case "hello":
        awaitAnswer();
        return tell({ ...effect, tab });
      case "ack":
        return tell({ ...effect, tab });
      case "phase":
        return listener.phase(effect.ready, effect.moved);
      case "resuming":
        return listener.resuming();
      case "dispatch":
        return listener.dispatch(effect.event.name, effect.event.data);
      case "alone":
        return goAlone();
      default:
        effect satisfies never;
    }
  }

  function answered(): void {
    unanswered = 0;
    cancelPatience();
  }

  function awaitAnswer(): void {
    cancelPatience();
    if (leader) return;
    unanswered += 1;
    cancelPatience = ports.clock.after(ANSWER_MS_MAX, () => {
      if (unanswered < GREETINGS_MAX) take(visitAnew(member));
      else goAlone();
    });
  }

  function nudge(type: Nudge): void {
    tell({ type: "nudge", tab, visit: member.visit, nudge: type });
    if (member.visit > OUTSIDE.visit && unanswered === 0) awaitAnswer();
  }

  function goAlone(): void {
    cancelPatience();
    standing.abort();
    alone = createGateway(ports, needs, listener);
    alone.input({ type: "start" });
  }

  async function start(): Promise<void> {
    await ports.locks.hold(lifeLock(tab), closing.signal, async () => {
      take(visitAnew(member));
      await ports.locks.hold(leaderLock(user), standing.signal, lead).catch(() => undefined);
      await aborted(closing.signal);
    });
  }

  async function lead(): Promise<void> {
    if (standing.signal.aborted) return;
    answered();
    leader = createLeader(ports, needs, { id: tab, user, unread: unread(), hear });
    common.post({ type: "leading" });
    take(visitAnew(member));
    await aborted(standing.signal);
  }

  function close(): void {
    closing.abort();
    standing.abort();
    cancelPatience();
    leader?.close();
    alone?.input({ type: "stop" });
    common.close();
    inbox.close();
  }

  return {
    input(input) {
      if (input.type === "start") start().catch(() => undefined);
      else if (input.type === "stop") close();
      else if (alone) alone.input(input);
      else if (isNudge(input.type)) nudge(input.type);
    },
    send(frame) {
      const { visit, epoch, ready } = member;
      if (alone) alone.send(frame);
      else if (ready) tell({ type: "frame", tab, visit, epoch, frame });
    },
    leads: () => leader !== null || alone !== null,
    share(name, data) {
      if (!alone) tell({ type: "share", tab, visit: member.visit, event: { name, data } });
    },
  };
}

function isNudge(type: string): type is Nudge {
  return type === "hope" || type === "doubt" || type === "confirm";
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
