/** A microphone that is open for oneself alone: how loud it is, how one sounds, and by which way that came. */
import { useEffect, useState } from "react";
import type { Cancel } from "@/engine/ports.ts";
import { type VoiceFault, whyNoMicrophone } from "@/engine/voice/faults.ts";
import { openLoop } from "@/engine/voice/loop.ts";
import type { Microphone, Player } from "@/engine/voice/media.ts";
import type { CandidatePair } from "@/engine/voice/pairs.ts";
import { SILENT_DB } from "@/engine/voice/speaking.ts";
import type { Voice } from "@/engine/voice/voice.ts";
import { useChoices } from "./use-choices.ts";

export interface MicrophoneTest {
  isOn: boolean;
  levelDb: number;
  fault: VoiceFault | null;
  /** The addresses by which one's sound came back; null: it has not. */
  pair: CandidatePair | null;
  turn(isOn: boolean): void;
}

export function useMicrophoneTest({ media }: Voice, isHeard: boolean): MicrophoneTest {
  const [isOn, turn] = useState(false);
  const [levelDb, setLevel] = useState(SILENT_DB);
  const [fault, setFault] = useState<VoiceFault | null>(null);
  const [pair, setPair] = useState<CandidatePair | null>(null);
  const [returned, setReturned] = useState<MediaStreamTrack | null>(null);
  const [microphone, setMicrophone] = useState<Microphone | null>(null);
  const deviceId = useChoices(({ input }) => input);
  const noise = useChoices((choices) => choices.noise);
  const output = useChoices((choices) => choices.output);

  useEffect(() => {
    if (!isOn) return;
    let close: Cancel = () => undefined;
    let isWanted = true;
    setFault(null);
    media.openMicrophone({ deviceId, noise }).then(
      (next) => {
        if (!isWanted) return next.close();
        next.track.enabled = true;
        const stopMeasuring = next.measure(setLevel);
        close = () => {
          stopMeasuring();
          next.close();
        };
        setMicrophone(next);
      },
      ({ name }: DOMException) => {
        if (!isWanted) return;
        setFault(name === "InsecureError" ? "insecure" : whyNoMicrophone(name));
        turn(false);
      },
    );
    return () => {
      isWanted = false;
      close();
      setMicrophone(null);
      setLevel(SILENT_DB);
    };
  }, [media, isOn, deviceId, noise]);

  useEffect(() => {
    if (!microphone) return;
    const close = openLoop({
      connect: () => media.connect([]),
      track: microphone.track,
      heard: setReturned,
      paired: setPair,
      // One hears oneself all the same.
      failed: () => setReturned(microphone.track),
    });
    return () => {
      close();
      setReturned(null);
      setPair(null);
    };
  }, [media, microphone]);

  useEffect(() => {
    if (!returned || !isHeard) return;
    const player: Player = media.play(returned);
    player.setOutput(output);
    return () => player.close();
  }, [media, returned, isHeard, output]);

  return { isOn, levelDb, fault, pair, turn };
}
