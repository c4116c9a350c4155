/**
 * The calls that go on in conversations, as the server tells of them. Who is in one is told as in voice channels.
 *
 * - CA1  A session begins without any: those that go on are told behind its READY.
 * - CA2  What rings, rings whoever the server names; it ends when the server says so, or the call is over.
 */
import { compareIds } from "./snowflake.ts";
import type { Id, VoiceState } from "./wire.ts";

export interface Call {
  channelId: Id;
  /** The message that tells of it: another one is another call. */
  messageId: Id;
  /** Whom it rings. */
  ringing: readonly Id[];
}

export type Calls = Readonly<Record<Id, Call>>;

export interface CallData {
  channel_id: Id;
  message_id: Id;
  ringing: readonly Id[];
}

export type CallCreate = CallData & { voice_states: readonly VoiceState[] };

export const NO_CALLS: Calls = {};

export function reduceCalls(calls: Calls, name: string, data: unknown): Calls {
  switch (name) {
    case "READY":
      return NO_CALLS;
    case "CALL_CREATE":
    case "CALL_UPDATE": {
      const { channel_id: channelId, message_id: messageId, ringing } = data as CallData;
      return { ...calls, [channelId]: { channelId, messageId, ringing } };
    }
    case "CALL_DELETE":
      return without(calls, (data as { channel_id: Id }).channel_id);
    case "CHANNEL_DELETE":
      return without(calls, (data as { id: Id }).id);
    default:
      return calls;
  }
}

/** Those that ring somebody, the one that began first before the others. */
export function ringingFor(calls: Calls, userId: Id): Call[] {
  const ringing = Object.values(calls).filter((call) => call.ringing.includes(userId));
  return ringing.sort((a, b) => compareIds(a.messageId, b.messageId));
}

/** As a tab that comes later is told of them. */
export function listCalls(calls: Calls, voice: Readonly<Record<Id, VoiceState>>): CallCreate[] {
  return Object.values(calls).map(({ channelId, messageId, ringing }) => ({
    channel_id: channelId,
    message_id: messageId,
    ringing,
    voice_states: Object.values(voice).filter(({ channel_id }) => channel_id === channelId),
  }));
}

function without(calls: Calls, channelId: Id): Calls {
  if (!calls[channelId]) return calls;
  const { [channelId]: _over, ...others } = calls;
  return others;
}
