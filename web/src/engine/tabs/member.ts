/**
 * The mind of a tab that hears the gateway through its leader: which visit it is on, and what of the
 * leader's words belongs to it.
 *
 * - M1  A hole in the numbers, a new leader or a pause begin a new visit; what was missed comes by cursor.
 * - M2  The session is live from the READY or RESUMED that this tab has seen, not from the leader's.
 */
import { ACK_EVERY, type Dispatch, type ToTab } from "./messages.ts";

export interface Membership {
  readonly visit: number;
  /** The number of the last message read in this visit. */
  readonly last: number;
  readonly epoch: number;
  readonly ready: boolean;
}

export type MemberEffect =
  | { type: "hello"; visit: number }
  | { type: "ack"; visit: number; n: number }
  | { type: "phase"; ready: boolean; moved: boolean }
  | { type: "resuming" }
  | { type: "dispatch"; event: Dispatch }
  /** No room with this leader: a session of one's own. */
  | { type: "alone" };

export interface MemberStep {
  state: Membership;
  effects: MemberEffect[];
}

export const OUTSIDE: Membership = { visit: 0, last: 0, epoch: 0, ready: false };

/** Says hello: at first, and whenever another tab leads. */
export function visitAnew(state: Membership): MemberStep {
  const visit = state.visit + 1;
  const hello: MemberEffect = { type: "hello", visit };
  const next = { visit, last: 0, epoch: 0, ready: false };
  return { state: next, effects: state.ready ? [gone(true), hello] : [hello] };
}

export function heard(state: Membership, message: ToTab): MemberStep {
  if (message.visit !== state.visit) return { state, effects: [] };
  if (message.n !== state.last + 1) return visitAnew(state);
  const next = { ...state, last: message.n };
  const { state: after, effects } = take(next, message);
  const isDue = message.n % ACK_EVERY === 0 && after.visit === message.visit;
  return {
    state: after,
    effects: isDue ? [...effects, { type: "ack", visit: message.visit, n: message.n }] : effects,
  };
}

function take(state: Membership, message: ToTab): MemberStep {
  switch (message.type) {
    case "dispatch":
      return dispatched({ ...state, epoch: message.epoch }, message.event);
    case "snapshot":
      return message.events.reduce<MemberStep>(
        (step, event) => {
          const { state: next, effects } = dispatched(step.state, event);
          return { state: next, effects: [...step.effects, ...effects] };
        },
        { state: { ...state, epoch: message.epoch }, effects: [] },
      );
    case "lost":
      return { state: { ...state, ready: false }, effects: state.ready ? [gone(false)] : [] };
    case "resuming":
      return { state, effects: [{ type: "resuming" }] };
    case "here":
      return { state, effects: [] };
    case "paused":
      return visitAnew(state);
    case "full":
      return { state: { ...state, ready: false }, effects: [{ type: "alone" }] };
    default:
      return message satisfies never;
  }
}

/** M2: told before the dispatch, so that what it leads to finds the new phase. */
function dispatched(state: Membership, event: Dispatch): MemberStep {
  const dispatch: MemberEffect = { type: "dispatch", event };
  if (event.name !== "READY" && event.name !== "RESUMED") return { state, effects: [dispatch] };
  return {
    state: { ...state, ready: true },
    effects: [{ type: "phase", ready: true, moved: false }, dispatch],
  };
}

function gone(moved: boolean): MemberEffect {
  return { type: "phase", ready: false, moved };
}
