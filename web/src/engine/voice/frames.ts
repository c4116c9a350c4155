/** What goes to and fro about a voice room, as the gateway has it. Ids of peers are new for each joining. */
import type { Id } from "../wire.ts";

/** Joins, moves, mutes; without a channel it leaves. */
export interface VoiceStateData {
  guild_id: Id | null;
  channel_id: Id | null;
  self_mute: boolean;
  self_deaf: boolean;
  self_video: boolean;
}

export interface PeerInfo {
  peer_id: string;
  user_id: Id;
  /** Is not to be heard, for whatever reason. */
  mute: boolean;
  /** Is not to hear anybody. */
  deaf: boolean;
}

/** How a room is connected now, and with whom: all but oneself. */
export interface RoomMode {
  channel_id: Id;
  mode: "mesh" | "sfu";
  self: string;
  peers: readonly PeerInfo[];
  ice_servers: readonly RTCIceServer[];
  /** Of a microphone, in bits per second. */
  bitrate: number;
}

/** `peer_id`: to the server whom it is for, from it who says it. `n`: see `peer.ts`. */
export interface SignalData {
  channel_id: Id;
  peer_id: string;
  n: number;
  sdp?: { type: "offer" | "answer"; sdp: string };
  /** Null: there are no more. */
  candidate?: RTCIceCandidateInit | null;
}

/** To the media server. `n`: see `sfu.ts`. What it says is read in `media-signals.ts`. */
export interface MediaOffer {
  channel_id: Id;
  n: number;
  offer: string;
}

export interface SpeakingData {
  channel_id: Id;
  peer_id: string;
  speaking: boolean;
}

/** The server let somebody not in. */
export interface RefusedData {
  channel_id: Id;
  code: number;
  message: string;
}
