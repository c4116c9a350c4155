/**
 * Takes what is no speech out of a microphone's sound, by RNNoise in a thread of its own. Its code comes when it
 * is first wanted.
 */
import { loadRnnoise, RnnoiseWorkletNode } from "@sapphi-red/web-noise-suppressor";
import wasm from "@sapphi-red/web-noise-suppressor/rnnoise.wasm?url&no-inline";
import simdWasm from "@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url&no-inline";
import worklet from "@sapphi-red/web-noise-suppressor/rnnoiseWorklet.js?url&no-inline";
import type { Cancel } from "../ports.ts";

/** What the network was trained with. */
const SAMPLE_RATE = 48_000;
/** A page that nobody has pressed anything in yet may wait for ever to sound. */
const PATIENCE_MS = 3_000;

export interface Cleaned {
  track: MediaStreamTrack;
  close: Cancel;
}

/** Rejects where a browser cannot do it; what comes in stays as it is. */
export async function withoutNoise(raw: MediaStreamTrack): Promise<Cleaned> {
  const audio = new AudioContext({ sampleRate: SAMPLE_RATE });
  try {
    const [wasmBinary] = await Promise.race([
      Promise.all([
        loadRnnoise({ url: wasm, simdUrl: simdWasm }),
        audio.audioWorklet.addModule(worklet),
        audio.resume(),
      ]),
      tooLate(),
    ]);
    const source = audio.createMediaStreamSource(new MediaStream([raw]));
    const network = new RnnoiseWorkletNode(audio, { wasmBinary, maxChannels: 1 });
    const sink = audio.createMediaStreamDestination();
    source.connect(network).connect(sink);
    const [track] = sink.stream.getAudioTracks();
    if (!track) throw new DOMException("nothing comes out", "NotSupportedError");
    return {
      track,
      close() {
        track.stop();
        network.destroy();
        void audio.close();
      },
    };
  } catch (error) {
    void audio.close();
    throw error;
  }
}

function tooLate(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new DOMException("no sound yet", "TimeoutError")), PATIENCE_MS);
  });
}
