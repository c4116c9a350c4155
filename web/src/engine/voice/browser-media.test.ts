/** The browser's devices, as far as they are not the browser: what is asked of it, and what is let go. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { browserMedia } from "./browser-media.ts";

class FakeTrack {
  enabled = true;
  onended: (() => void) | null = null;
  isStopped = false;
  readonly copies: FakeTrack[] = [];
  readonly applied: MediaTrackConstraints[] = [];
  async applyConstraints(wanted: MediaTrackConstraints): Promise<void> {
    this.applied.push(wanted);
  }
  clone(): FakeTrack {
    const copy = new FakeTrack();
    this.copies.push(copy);
    return copy;
  }
  stop(): void {
    this.isStopped = true;
  }
}

class FakeParam {
  setValueAtTime = vi.fn();
  linearRampToValueAtTime = vi.fn();
  exponentialRampToValueAtTime = vi.fn();
}

class FakeElement {
  volume = 1;
  muted = false;
  srcObject: unknown = null;
  sink = "";
  static refusals: string[] = [];
  static all: FakeElement[] = [];
  readonly plays = vi.fn();
  constructor() {
    FakeElement.all.push(this);
  }
  async play(): Promise<void> {
    this.plays();
    const name = FakeElement.refusals.shift();
    if (name) throw new DOMException("no", name);
  }
  pause = vi.fn();
  async setSinkId(id: string): Promise<void> {
    if (id === "gone") throw new DOMException("no", "NotFoundError");
    this.sink = id;
  }
}

let tracks: FakeTrack[];
let asked: MediaTrackConstraints[];
let failures: string[];
let presses: Set<() => void>;
let samples: number;
const started = vi.fn();
const disconnected = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  tracks = [];
  asked = [];
  failures = [];
  presses = new Set();
  samples = 0;
  FakeElement.refusals = [];
  FakeElement.all = [];
  const getUserMedia = async ({ audio }: { audio: MediaTrackConstraints }) => {
    asked.push(audio);
    const name = failures.shift();
    if (name) throw new DOMException("no", name);
    const track = new FakeTrack();
    tracks.push(track);
    return { getAudioTracks: () => [track] };
  };
  const node = { connect: (next: unknown) => next, disconnect: disconnected };
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
  vi.stubGlobal("MediaStream", class {});
  vi.stubGlobal(
    "AudioContext",
    class {
      currentTime = 0;
      resume = async () => undefined;
      close = async () => undefined;
      createMediaStreamSource = () => node;
    },
  );
  vi.stubGlobal(
    "AnalyserNode",
    class {
      connect = node.connect;
      getFloatTimeDomainData = (into: Float32Array) => into.fill(samples);
    },
  );
  vi.stubGlobal(
    "OscillatorNode",
    class {
      connect = node.connect;
      start = started;
      stop = vi.fn();
    },
  );
  vi.stubGlobal(
    "GainNode",
    class {
      gain = new FakeParam();
      connect = node.connect;
    },
  );
  vi.stubGlobal("Audio", FakeElement);
  vi.stubGlobal("addEventListener", (_name: string, run: () => void) => presses.add(run));
  vi.stubGlobal("removeEventListener", (_name: string, run: () => void) => presses.delete(run));
  started.mockClear();
  disconnected.mockClear();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const ANY = { deviceId: null, noise: "browser" } as const;

test("what is sent is a copy, shut at first; what is measured is never muted", async () => {
  const microphone = await browserMedia().openMicrophone(ANY);
  const [raw] = tracks;
  expect([microphone.track, microphone.track.enabled, raw?.enabled]).toEqual([raw?.copies[0], false, true]);
  const levels: number[] = [];
  const stop = microphone.measure((level) => levels.push(Math.round(level)));
  samples = 0.1;
  vi.advanceTimersByTime(100);
  expect(levels).toEqual([-20, -20]);
  stop();
  vi.advanceTimersByTime(1_000);
  expect([levels.length, disconnected.mock.calls.length]).toEqual([2, 1]);
});

test("one that is pulled out is told of, one that is let go is not", async () => {
  const microphone = await browserMedia().openMicrophone(ANY);
  const told = vi.fn();
  microphone.lost(told);
  tracks[0]?.onended?.();
  expect(told).toHaveBeenCalledOnce();
  microphone.close();
  expect([tracks[0]?.onended, tracks[0]?.isStopped, tracks[0]?.copies[0]?.isStopped]).toEqual([
    null,
    true,
    true,
  ]);
});

test("the chosen device is asked for, and any other one where it is not plugged in", async () => {
  failures = ["OverconstrainedError"];
  await browserMedia().openMicrophone({ deviceId: "desk", noise: "kept" });
  expect(asked.map(({ deviceId }) => deviceId)).toEqual([{ exact: "desk" }, undefined]);
  expect(asked[0]).toMatchObject({ noiseSuppression: false, echoCancellation: true });
  failures = ["NotAllowedError"];
  const refused = browserMedia().openMicrophone({ deviceId: "desk", noise: "browser" });
  await expect(refused).rejects.toMatchObject({ name: "NotAllowedError" });
});

test("where the network cannot run, the browser takes noise away, and one is heard", async () => {
  const microphone = await browserMedia().openMicrophone({ deviceId: null, noise: "rnnoise" });
  const [raw] = tracks;
  expect(asked[0]).toMatchObject({ noiseSuppression: false });
  expect(raw?.applied).toEqual([{ noiseSuppression: true }]);
  expect(microphone.track).toBe(raw?.copies[0]);
});

test("a page that came in the clear has no microphone, and says so", async () => {
  vi.stubGlobal("navigator", {});
  await expect(browserMedia().openMicrophone(ANY)).rejects.toMatchObject({ name: "InsecureError" });
});

test("a sound plays as loud as it is wanted, where it is wanted", async () => {
  const player = browserMedia().play(new FakeTrack() as unknown as MediaStreamTrack);
  const [element] = FakeElement.all;
  player.setVolume(0.3);
  player.setOutput("desk");
  expect(element).toMatchObject({ volume: 0.3, muted: false, sink: "desk" });
  player.setVolume(0);
  player.setOutput("gone");
  await Promise.resolve();
  expect(element).toMatchObject({ muted: true, sink: "desk" });
  player.setOutput(null);
  expect(element?.sink).toBe("");
  player.close();
  expect([element?.srcObject, element?.pause.mock.calls.length]).toEqual([null, 1]);
});

test("where a browser plays nothing before a press, the next press plays it", async () => {
  FakeElement.refusals = ["NotAllowedError"];
  const player = browserMedia().play(new FakeTrack() as unknown as MediaStreamTrack);
  await vi.advanceTimersByTimeAsync(0);
  const [press] = presses;
  press?.();
  expect(FakeElement.all[0]?.plays).toHaveBeenCalledTimes(2);
  player.close();
  expect(presses.size).toBe(0);
  press?.();
  expect(FakeElement.all[0]?.plays).toHaveBeenCalledTimes(2);
});

test("whoever comes is two tones, and connections know their servers", () => {
  const made = vi.fn();
  vi.stubGlobal(
    "RTCPeerConnection",
    class {
      constructor(...args: unknown[]) {
        made(...args);
      }
    },
  );
  const media = browserMedia();
  media.tone("joined");
  expect(started).toHaveBeenCalledTimes(2);
  media.connect([{ urls: "stun:here" }]);
  expect(made).toHaveBeenCalledWith({ iceServers: [{ urls: "stun:here" }] });
});
