/**
 * What voice needs of a browser: its own is in `browser-media.ts`; tests hand in fakes, which need no
 * microphone and no network.
 */
import type { Cancel } from "../ports.ts";
import type { NoiseChoice } from "./choices.ts";

/** The part of an `RTCPeerConnection` that is used. */
export interface ConnectionLike {
  readonly signalingState: RTCSignalingState;
  readonly connectionState: RTCPeerConnectionState;
  readonly localDescription: RTCSessionDescription | null;
  readonly currentRemoteDescription: RTCSessionDescription | null;
  readonly remoteDescription: RTCSessionDescription | null;
  onicecandidate: ((event: { candidate: RTCIceCandidate | null }) => void) | null;
  ontrack: ((event: { track: MediaStreamTrack }) => void) | null;
  onconnectionstatechange: (() => void) | null;
  addTransceiver(kind: "audio", init: RTCRtpTransceiverInit): TransceiverLike;
  getTransceivers(): TransceiverLike[];
  /** Without one: an offer or an answer, as is due. */
  setLocalDescription(): Promise<void>;
  setRemoteDescription(description: { type: "offer" | "answer"; sdp: string }): Promise<void>;
  addIceCandidate(candidate: RTCIceCandidateInit | null): Promise<void>;
  restartIce(): void;
  getStats(): Promise<Iterable<readonly [string, unknown]>>;
  close(): void;
}

export interface TransceiverLike {
  /** What the line is called, once it was described. */
  readonly mid: string | null;
  readonly receiver: { readonly track: MediaStreamTrack };
  direction: RTCRtpTransceiverDirection;
  readonly sender: {
    replaceTrack(track: MediaStreamTrack | null): Promise<void>;
    getParameters(): RTCRtpSendParameters;
    setParameters(parameters: RTCRtpSendParameters): Promise<void>;
  };
}

export interface MicrophoneWish {
  /** Null: the one that the system prefers. */
  deviceId: string | null;
  noise: NoiseChoice;
}

export interface Microphone {
  /** What is sent. Whether anything is in it is its `enabled`. */
  readonly track: MediaStreamTrack;
  /** Calls back with how loud it is, in decibels, some twenty times a second; also while it is muted. */
  measure(heard: (levelDb: number) => void): Cancel;
  /** Calls back when it is pulled out. */
  lost(told: () => void): void;
  close(): void;
}

/** The sound of one person, on its way to an ear. */
export interface Player {
  /** From 0 to 1. */
  setVolume(volume: number): void;
  setOutput(deviceId: string | null): void;
  close(): void;
}

export type Tone = "joined" | "left";

export interface VoiceMedia {
  /** Rejects with a `DOMException` that says why not, by its name; `InsecureError`: the page came in the clear. */
  openMicrophone(wish: MicrophoneWish): Promise<Microphone>;
  connect(servers: readonly RTCIceServer[]): ConnectionLike;
  play(track: MediaStreamTrack): Player;
  tone(tone: Tone): void;
}
