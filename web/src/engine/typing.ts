/** Who is typing where, and how often we say so ourselves. */
import type { Id } from "./wire.ts";

/** How long one TYPING_START counts. */
export const TYPING_MS = 10_000;
/** The least time between two of our own. */
export const NOTIFY_EVERY_MS = 8_000;

/** By channel, then by user: when it stops to count. */
export type TypingState = Readonly<Record<Id, Readonly<Record<Id, number>>>>;

export function typingStarted(state: TypingState, channelId: Id, userId: Id, nowMs: number): TypingState {
  return { ...state, [channelId]: { ...state[channelId], [userId]: nowMs + TYPING_MS } };
}

/** Their message came, or they left. */
export function typingEnded(state: TypingState, channelId: Id, userId: Id): TypingState {
  const channel = state[channelId];
  if (channel?.[userId] === undefined) return state;
  const { [userId]: _ended, ...rest } = channel;
  return { ...state, [channelId]: rest };
}

export function expireTyping(state: TypingState, nowMs: number): TypingState {
  const channels = Object.entries(state).map(([channelId, users]) => {
    const typing = Object.entries(users).filter(([, untilMs]) => untilMs > nowMs);
    return [channelId, Object.fromEntries(typing)] as const;
  });
  return Object.fromEntries(channels.filter(([, users]) => Object.keys(users).length > 0));
}

/** When the next one expires, or null when nobody types. */
export function nextExpiryMs(state: TypingState): number | null {
  const times = Object.values(state).flatMap((users) => Object.values(users));
  return times.length === 0 ? null : Math.min(...times);
}

/** Whether to tell the others again, `lastMs` being when they were told last. */
export function shouldNotify(lastMs: number | undefined, nowMs: number): boolean {
  return lastMs === undefined || nowMs - lastMs >= NOTIFY_EVERY_MS;
}
