/**
 * Browsers that connect without a network: connections know each other by what stands in their
 * descriptions, and are connected once both sides hold each other's. A test says whether they can.
 */
import type { Cancel } from "../ports.ts";
import type {
  ConnectionLike,
  Microphone,
  MicrophoneWish,
  Player,
  Tone,
  TransceiverLike,
  VoiceMedia,
} from "../voice/media.ts";

/** What is in a description besides who made it. */
const SOUND =
  "m=audio 9 UDP/TLS/RTP/SAVPF 111 63\r\na=rtpmap:111 opus/48000/2\r\n" +
  "a=fmtp:111 minptime=10;useinbandfec=1\r\na=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n";

export class FakeNetwork {
  readonly connections: FakeConnection[] = [];
  /** Whether browsers reach each other. */
  isUp = true;

  get open(): FakeConnection[] {
    return this.connections.filter(({ signalingState }) => signalingState !== "closed");
  }

  /** Whoever holds the other's description and is held by the other is connected. */
  look(): void {
    for (const one of this.open) {
      const other = this.open.find(({ id }) => id === one.remote);
      const isPair = other?.remote === one.id && one.isStable && other.isStable;
      if (this.isUp && isPair && one.candidates > 0 && other.candidates > 0) one.become("connected");
      else if (one.connectionState === "connected") one.become("disconnected");
    }
  }
}

function track(label: string): MediaStreamTrack {
  return { label, enabled: true, kind: "audio", muted: false } as unknown as MediaStreamTrack;
}

export class FakeConnection implements ConnectionLike {
  signalingState: RTCSignalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  localDescription: RTCSessionDescription | null = null;
  currentRemoteDescription: RTCSessionDescription | null = null;
  remoteDescription: RTCSessionDescription | null = null;
  onicecandidate: ConnectionLike["onicecandidate"] = null;
  ontrack: ConnectionLike["ontrack"] = null;
  onconnectionstatechange: (() => void) | null = null;
  readonly transceivers: FakeTransceiver[] = [];
  /** Of the other's that were taken. */
  candidates = 0;
  restarts = 0;
  /** Of what is sent. */
  lossPercent = 0;
  remote = "";
  #description = 0;

  constructor(
    readonly network: FakeNetwork,
    readonly id: string,
  ) {
    network.connections.push(this);
  }

  private isClosed(): boolean {
    return this.signalingState === "closed";
  }

  get isStable(): boolean {
    return this.signalingState === "stable";
  }

  addTransceiver(_kind?: "audio", init?: RTCRtpTransceiverInit): TransceiverLike {
    const transceiver = new FakeTransceiver(`line ${this.transceivers.length} of ${this.id}`);
    transceiver.direction = init?.direction ?? "sendrecv";
    this.transceivers.push(transceiver);
    return transceiver;
  }

  getTransceivers(): TransceiverLike[] {
    return this.transceivers;
  }

  async setLocalDescription(): Promise<void> {
    const type = this.signalingState === "have-remote-offer" ? "answer" : "offer";
    if (type === "answer") this.currentRemoteDescription = this.remoteDescription;
    this.signalingState = type === "answer" ? "stable" : "have-local-offer";
    for (const [at, transceiver] of this.transceivers.entries()) transceiver.mid = String(at);
    const sdp = `from ${this.id} ${++this.#description}\r\n${SOUND}`;
    this.localDescription = { type, sdp } as RTCSessionDescription;
    const candidate = { toJSON: () => ({ candidate: `of ${this.id}` }) } as RTCIceCandidate;
    // As in browsers: in tasks of their own, after the description is there.
    for (const found of [candidate, null]) setImmediate(() => this.onicecandidate?.({ candidate: found }));
    this.network.look();
  }

  async setRemoteDescription({ type, sdp }: { type: "offer" | "answer"; sdp: string }): Promise<void> {
    if (this.signalingState === "closed") throw new DOMException("it is closed", "InvalidStateError");
    const from = /^from (\S+)/.exec(sdp)?.[1];
    if (!from) throw new DOMException("not a description", "OperationError");
    if (type === "answer" && this.signalingState !== "have-local-offer")
      throw new DOMException("no offer is open", "InvalidStateError");
    const isFirst = this.remoteDescription === null;
    this.remote = from;
    if (sdp.includes("a=candidate:")) this.candidates += 1;
    this.remoteDescription = { type, sdp } as RTCSessionDescription;
    if (type === "answer") this.currentRemoteDescription = this.remoteDescription;
    this.signalingState = type === "offer" ? "have-remote-offer" : "stable";
    if (this.transceivers.length === 0) this.addTransceiver();
    if (isFirst) this.ontrack?.({ track: track(`sound of ${from}`) });
    await Promise.resolve();
    // As in browsers: what is closed meanwhile is never answered.
    if (this.isClosed()) await new Promise(() => undefined);
    this.network.look();
  }

  async addIceCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    if (!this.remoteDescription) throw new DOMException("too early", "InvalidStateError");
    if (candidate) this.candidates += 1;
    this.network.look();
  }

  restartIce(): void {
    this.restarts += 1;
  }

  async getStats(): Promise<Iterable<readonly [string, unknown]>> {
    const inbound = {
      type: "inbound-rtp",
      kind: "audio",
      packetsReceived: 50,
      packetsLost: 0,
      jitter: 0.002,
    };
    const reported = { type: "remote-inbound-rtp", kind: "audio", fractionLost: this.lossPercent / 100 };
    const candidate = { candidateType: "host", protocol: "udp", address: "127.0.0.1", port: 9 };
    const pair = { type: "candidate-pair", localCandidateId: "end", remoteCandidateId: "end" };
    return new Map<string, unknown>([
      ["in", inbound],
      ["reported", reported],
      ["end", candidate],
      ["pair", { ...pair, nominated: true, state: "succeeded" }],
    ]);
  }

  close(): void {
    this.signalingState = "closed";
    this.network.look();
  }

  become(state: RTCPeerConnectionState): void {
    if (state === this.connectionState) return;
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
}

class FakeTransceiver implements TransceiverLike {
  mid: string | null = null;
  readonly receiver: { track: MediaStreamTrack };
  direction: RTCRtpTransceiverDirection = "sendrecv";
  sent: MediaStreamTrack | null = null;
  maxBitrate: number | undefined;
  readonly sender = {
    replaceTrack: async (next: MediaStreamTrack | null) => {
      this.sent = next;
    },
    getParameters: () => ({ encodings: [{}] }) as unknown as RTCRtpSendParameters,
    setParameters: async ({ encodings }: RTCRtpSendParameters) => {
      this.maxBitrate = encodings[0]?.maxBitrate;
    },
  };

  constructor(label: string) {
    this.receiver = { track: track(label) };
  }
}

export class FakeMicrophone implements Microphone {
  readonly track = track("microphone");
  isClosed = false;
  #heard: (levelDb: number) => void = () => undefined;
  #told: () => void = () => undefined;

  measure(heard: (levelDb: number) => void): Cancel {
    this.#heard = heard;
    return () => {
      this.#heard = () => undefined;
    };
  }

  lost(told: () => void): void {
    this.#told = told;
  }

  close(): void {
    this.isClosed = true;
  }

  /** Somebody speaks into it, this loud. */
  sounds(levelDb: number): void {
    this.#heard(levelDb);
  }

  pullOut(): void {
    this.#told();
  }
}

export class FakePlayer implements Player {
  volume = 1;
  output: string | null = null;
  isClosed = false;

  constructor(readonly track: MediaStreamTrack) {}

  setVolume(volume: number): void {
    this.volume = volume;
  }

  setOutput(deviceId: string | null): void {
    this.output = deviceId;
  }

  close(): void {
    this.isClosed = true;
  }
}

export class FakeMedia implements VoiceMedia {
  readonly microphones: FakeMicrophone[] = [];
  readonly wishes: MicrophoneWish[] = [];
  readonly players: FakePlayer[] = [];
  readonly tones: Tone[] = [];
  /** What asking for a microphone fails with. */
  failure: string | null = null;
  #made = 0;

  constructor(
    readonly network: FakeNetwork = new FakeNetwork(),
    readonly name = "browser",
  ) {}

  async openMicrophone(wish: MicrophoneWish): Promise<Microphone> {
    this.wishes.push(wish);
    if (this.failure) throw new DOMException("no", this.failure);
    const microphone = new FakeMicrophone();
    this.microphones.push(microphone);
    return microphone;
  }

  connect(): FakeConnection {
    return new FakeConnection(this.network, `${this.name}/${++this.#made}`);
  }

  play(sound: MediaStreamTrack): FakePlayer {
    const player = new FakePlayer(sound);
    this.players.push(player);
    return player;
  }

  tone(tone: Tone): void {
    this.tones.push(tone);
  }

  get microphone(): FakeMicrophone {
    const last = this.microphones.at(-1);
    if (!last) throw new Error("no microphone was asked for");
    return last;
  }

  /** Those that sound. */
  get playing(): FakePlayer[] {
    return this.players.filter(({ isClosed }) => !isClosed);
  }
}
