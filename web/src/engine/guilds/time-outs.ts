/**
 * Members who may only read for a while, and the end of the reader's own time-outs.
 *
 * - TO1  One of the reader's own is taken away the moment it ends, as the server says nothing then.
 */
import type { StoreApi } from "zustand/vanilla";
import type { Cancel, Clock } from "../ports.ts";
import type { Id, Member } from "../wire.ts";
import type { GuildsState } from "./guilds.ts";

/** Browsers take no longer timers than of 24 days, and a time-out lasts up to 28. */
const LOOK_MS_MAX = 24 * 3_600_000;

/** When the member's time-out ends, or ended; null without one. */
export function timeOutEndMs(
  member: Pick<Member, "communication_disabled_until"> | undefined,
): number | null {
  const until = member?.communication_disabled_until ?? null;
  return until === null ? null : Date.parse(until);
}

/** Without the time-outs of `self` that have ended; the same state where none has. */
export function endTimeOuts(state: GuildsState, self: Id, nowMs: number): GuildsState {
  const ended = Object.values(state.guilds).flatMap((guild) => {
    const own = guild.members[self];
    const endMs = timeOutEndMs(own);
    if (!own || endMs === null || endMs > nowMs) return [];
    const free = { ...own, communication_disabled_until: null };
    return [[guild.id, { ...guild, members: { ...guild.members, [self]: free } }] as const];
  });
  if (ended.length === 0) return state;
  return { ...state, guilds: { ...state.guilds, ...Object.fromEntries(ended) } };
}

/** When the next of them ends; null where there is none. */
export function nextTimeOutEndMs({ guilds }: GuildsState, self: Id): number | null {
  const ends = Object.values(guilds).flatMap(({ members }) => timeOutEndMs(members[self]) ?? []);
  return ends.length === 0 ? null : Math.min(...ends);
}

/** Ends them when it is time, until it is called back. */
export function watchTimeOuts(guilds: StoreApi<GuildsState>, clock: Clock, self: Id): Cancel {
  let cancelWait: Cancel = () => undefined;
  const look = (): void => {
    cancelWait();
    const state = guilds.getState();
    const next = endTimeOuts(state, self, clock.now());
    // Which is looked at anew by the subscription.
    if (next !== state) return guilds.setState(next);
    const endMs = nextTimeOutEndMs(state, self);
    if (endMs !== null) cancelWait = clock.after(Math.min(endMs - clock.now(), LOOK_MS_MAX), look);
  };
  const unsubscribe = guilds.subscribe(look);
  return () => {
    unsubscribe();
    cancelWait();
  };
}
