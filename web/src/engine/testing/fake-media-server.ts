/** A media server without a network: it answers offers as `FakeConnection` would, when a test wants it to. */
import type { ClientFrame } from "../gateway/frames.ts";
import type { MediaOffer } from "../voice/frames.ts";
import type { FakeConnection, FakeMedia, FakeNetwork } from "./fake-voice.ts";

export class FakeMediaServer {
  /** Offers that nobody answered yet. */
  readonly offers: MediaOffer[] = [];
  readonly connections: FakeConnection[] = [];

  constructor(readonly media: FakeMedia) {}

  get network(): FakeNetwork {
    return this.media.network;
  }

  heard({ op, d }: ClientFrame): void {
    if (op === 111) this.offers.push(d);
  }

  /** What it says to the first offer that is open. */
  async answer(): Promise<{ channel_id: string; n: number; answer: string }> {
    const offer = this.offers.shift();
    if (!offer) throw new Error("nothing was offered");
    const mine = this.media.connect();
    this.connections.push(mine);
    await mine.setRemoteDescription({ type: "offer", sdp: offer.offer });
    await mine.setLocalDescription();
    // It finds its clients by what they send.
    mine.candidates += 1;
    const answer = `${mine.localDescription?.sdp}a=candidate:1 1 udp 1 127.0.0.1 7000 typ host\r\n`;
    return { channel_id: offer.channel_id, n: offer.n, answer };
  }
}
