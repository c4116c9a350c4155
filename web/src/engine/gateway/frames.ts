/** Gateway frames: opcodes, close codes, and reading what comes in. */
import type { OwnActivity } from "../idleness.ts";
import type { MediaOffer, SignalData, SpeakingData, VoiceStateData } from "../voice/frames.ts";
import type { Id } from "../wire.ts";

export const OP_DISPATCH = 0;
export const OP_HEARTBEAT = 1;
export const OP_IDENTIFY = 2;
export const OP_PRESENCE = 3;
export const OP_VOICE_STATE = 4;
export const OP_RESUME = 6;
export const OP_RECONNECT = 7;
export const OP_REQUEST_MEMBERS = 8;
export const OP_INVALID_SESSION = 9;
export const OP_HELLO = 10;
export const OP_HEARTBEAT_ACK = 11;
export const OP_SUBSCRIBE = 100;
export const OP_UNSUBSCRIBE = 101;
export const OP_VIEWPORT = 102;
export const OP_VOICE_SIGNAL = 110;
export const OP_VOICE_MEDIA = 111;
export const OP_VOICE_MODE = 112;
export const OP_VOICE_SPEAKING = 113;

/** Any code but 1000 and 1001 leaves the session resumable. */
export const CLOSE_KEEP_SESSION = 4900;
export const CLOSE_END_SESSION = 1000;

export type ServerFrame =
  | { op: typeof OP_DISPATCH; s: number; t: string; d: unknown }
  | { op: typeof OP_HEARTBEAT }
  | { op: typeof OP_RECONNECT }
  | { op: typeof OP_INVALID_SESSION; d: boolean }
  | { op: typeof OP_HELLO; d: { heartbeat_interval: number } }
  | { op: typeof OP_HEARTBEAT_ACK }
  /** A frame of a voice room, under the name by which tabs tell it each other. */
  | { op: "voice"; t: VoiceFrameName; d: unknown };

export type VoiceFrameName = "X_VOICE_SIGNAL" | "X_VOICE_MEDIA" | "X_VOICE_MODE" | "X_VOICE_SPEAKING";

const VOICE_FRAMES: Readonly<Record<number, VoiceFrameName>> = {
  [OP_VOICE_SIGNAL]: "X_VOICE_SIGNAL",
  [OP_VOICE_MEDIA]: "X_VOICE_MEDIA",
  [OP_VOICE_MODE]: "X_VOICE_MODE",
  [OP_VOICE_SPEAKING]: "X_VOICE_SPEAKING",
};

export type ClientFrame =
  | { op: typeof OP_HEARTBEAT; d: number | null }
  | { op: typeof OP_IDENTIFY; d: IdentifyData }
  | { op: typeof OP_RESUME; d: { token: string; session_id: string; seq: number } }
  | { op: typeof OP_PRESENCE; d: PresenceData }
  | { op: typeof OP_REQUEST_MEMBERS; d: MembersRequestData }
  | { op: typeof OP_SUBSCRIBE; d: { channel_id: Id; after?: number } }
  | { op: typeof OP_UNSUBSCRIBE; d: { channel_id: Id } }
  | { op: typeof OP_VIEWPORT; d: ViewportData }
  | { op: typeof OP_VOICE_STATE; d: VoiceStateData }
  | { op: typeof OP_VOICE_SIGNAL; d: SignalData }
  | { op: typeof OP_VOICE_MEDIA; d: MediaOffer }
  | { op: typeof OP_VOICE_SPEAKING; d: SpeakingData };

interface PresenceData {
  status: OwnActivity;
  since: number | null;
  activities: never[];
  afk: boolean;
}

/** First and last row of each range; none: one looks no more. */
export interface ViewportData {
  guild_id: Id;
  ranges: readonly (readonly [from: number, to: number])[];
}

type MembersRequestData = ({ query: string; limit: number } | { user_ids: readonly Id[] }) & {
  guild_id: Id;
  presences: boolean;
  /** Repeated in the answer; at most 32 bytes. */
  nonce: string;
};

interface IdentifyData {
  token: string;
  intents: number;
  properties: { os: string; browser: string; device: string };
  large_threshold: number;
}

/** Null for whatever this client does not know: a newer server may say more. */
export function readFrame(data: unknown): ServerFrame | null {
  if (typeof data !== "string") return null;
  let frame: { op?: unknown; s?: unknown; t?: unknown; d?: unknown };
  try {
    frame = JSON.parse(data);
  } catch {
    return null;
  }
  switch (frame?.op) {
    case OP_DISPATCH:
      if (typeof frame.t !== "string" || typeof frame.s !== "number") return null;
      return { op: OP_DISPATCH, s: frame.s, t: frame.t, d: frame.d };
    case OP_HELLO:
      return { op: OP_HELLO, d: frame.d as { heartbeat_interval: number } };
    case OP_INVALID_SESSION:
      return { op: OP_INVALID_SESSION, d: frame.d === true };
    case OP_HEARTBEAT:
      return { op: OP_HEARTBEAT };
    case OP_RECONNECT:
      return { op: OP_RECONNECT };
    case OP_HEARTBEAT_ACK:
      return { op: OP_HEARTBEAT_ACK };
    default: {
      const t = VOICE_FRAMES[Number(frame?.op)];
      return t ? { op: "voice", t, d: frame.d } : null;
    }
  }
}

/** Guilds up to this many members come whole, with who is there; the most that the server takes. */
const LARGE_THRESHOLD = 250;

export function identifyFrame(token: string): ClientFrame {
  const properties = { os: "", browser: "confab", device: "" };
  return { op: OP_IDENTIFY, d: { token, intents: 0, properties, large_threshold: LARGE_THRESHOLD } };
}
