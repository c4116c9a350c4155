/** Microphones, connections and loudspeakers of the browser. */
import type { Cancel } from "../ports.ts";
import type { ConnectionLike, Microphone, MicrophoneWish, Player, VoiceMedia } from "./media.ts";
import type { Cleaned } from "./noise.ts";
import { levelDb } from "./speaking.ts";
import { playTone } from "./tones.ts";

const MEASURE_EVERY_MS = 50;
/** 43 ms at 48 kHz: what lies between two measurements. */
const MEASURED_SAMPLES = 2_048;

export function browserMedia(): VoiceMedia {
  let audio: AudioContext | null = null;

  /** Made by the first press, since browsers let no earlier one sound. */
  function context(): AudioContext {
    audio ??= new AudioContext();
    void audio.resume().catch(() => undefined);
    return audio;
  }

  return {
    async openMicrophone(wish) {
      // On pages that came in the clear there are no devices at all.
      if (!navigator.mediaDevices) throw new DOMException("not a secure context", "InsecureError");
      const raw = await capture(wish);
      return microphone(raw, wish.noise === "rnnoise" ? await cleaned(raw) : null, context());
    },
    connect: (iceServers) => new RTCPeerConnection({ iceServers: [...iceServers] }) as ConnectionLike,
    play,
    tone: (tone) => playTone(context(), tone),
  };
}

async function capture({ deviceId, noise }: MicrophoneWish): Promise<MediaStreamTrack> {
  const byBrowser = noise === "browser";
  const common = { echoCancellation: true, autoGainControl: true, noiseSuppression: byBrowser };
  const ask = async (audio: MediaTrackConstraints) => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio });
    const [track] = stream.getAudioTracks();
    if (!track) throw new DOMException("no sound in it", "NotFoundError");
    return track;
  };
  if (deviceId === null) return ask(common);
  return ask({ ...common, deviceId: { exact: deviceId } }).catch((error: DOMException) => {
    // The chosen one is not plugged in: any other one does.
    if (error.name !== "OverconstrainedError" && error.name !== "NotFoundError") throw error;
    return ask(common);
  });
}

/** Where it cannot be done here, the browser does what it can. */
async function cleaned(raw: MediaStreamTrack): Promise<Cleaned | null> {
  try {
    return await (await import("./noise.ts")).withoutNoise(raw);
  } catch {
    await raw.applyConstraints({ noiseSuppression: true }).catch(() => undefined);
    return null;
  }
}

/** What is measured is never muted; a copy of it is sent. What opens the microphone is what others would hear. */
function microphone(raw: MediaStreamTrack, clean: Cleaned | null, audio: AudioContext): Microphone {
  const heardTrack = clean?.track ?? raw;
  const track = heardTrack.clone();
  track.enabled = false;
  return {
    track,
    measure(heard): Cancel {
      const source = audio.createMediaStreamSource(new MediaStream([heardTrack]));
      const analyser = new AnalyserNode(audio, { fftSize: MEASURED_SAMPLES });
      source.connect(analyser);
      const samples = new Float32Array(MEASURED_SAMPLES);
      const timer = setInterval(() => {
        analyser.getFloatTimeDomainData(samples);
        heard(levelDb(samples));
      }, MEASURE_EVERY_MS);
      return () => {
        clearInterval(timer);
        source.disconnect();
      };
    },
    lost(told) {
      raw.onended = told;
    },
    close() {
      raw.onended = null;
      raw.stop();
      track.stop();
      clean?.close();
    },
  };
}

function play(track: MediaStreamTrack): Player {
  const element = new Audio();
  element.srcObject = new MediaStream([track]);
  let isClosed = false;
  const start = () => {
    if (isClosed) return;
    // Whoever has pressed nothing yet on this page hears it with the next press.
    element.play().catch((error: DOMException) => {
      if (error.name === "NotAllowedError") addEventListener("pointerdown", start, { once: true });
    });
  };
  start();
  return {
    setVolume(volume) {
      element.volume = volume;
      element.muted = volume === 0;
    },
    setOutput(deviceId) {
      // Not every browser can choose, and a device may be gone: then it sounds where all else does.
      element.setSinkId?.(deviceId ?? "").catch(() => undefined);
    },
    close() {
      isClosed = true;
      removeEventListener("pointerdown", start);
      element.pause();
      element.srcObject = null;
    },
  };
}
