/**
 * What carries the sound of a room, whichever way: each with each, or all through the server. The room
 * tells it who is there; it tells who is heard and how the connections are.
 */
import type { ClientFrame } from "../gateway/frames.ts";
import type { Clock } from "../ports.ts";
import type { Id } from "../wire.ts";
import type { VoiceFault } from "./faults.ts";
import type { RoomMode } from "./frames.ts";
import type { VoiceMedia } from "./media.ts";
import type { LinkSample } from "./quality.ts";

export type Link = "connecting" | "connected" | "failed";

export interface TransportNeeds {
  clock: Clock;
  media: Pick<VoiceMedia, "connect">;
  send(frame: ClientFrame): void;
  /** What is sent to others; null: nothing yet. */
  sending(): MediaStreamTrack | null;
  /** The sound of somebody; null: none any more. */
  heard(userId: Id, track: MediaStreamTrack | null): void;
  /** Null: there is nobody to be connected with any more. */
  linked(userId: Id, link: Link | null): void;
  /** Whether one keeps one's address from the others. */
  hidesAddress(): boolean;
  /** Why nobody can be heard; null: they can. */
  fault(fault: VoiceFault | null): void;
}

export interface Transport {
  /** Who is there now, and how much is to be sent. What stands already goes on. */
  update(mode: RoomMode): void;
  /** What others in the room, or the server, say about connections. */
  signal(data: unknown): void;
  /** What `sending` gives is another one now. */
  resend(): void;
  /** What was said may have been lost, and is heard again from now on. */
  wake(): void;
  /** By user. */
  stats(): Promise<ReadonlyMap<Id, LinkSample>>;
  /** What `stats` said: to where much is lost each packet goes twice from now on. */
  protect(samples: ReadonlyMap<Id, LinkSample>): void;
  close(): void;
}
