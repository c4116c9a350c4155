/** A microphone that is open for oneself alone: how loud it is, and whether one hears it. */
import { useEffect, useState } from "react";
import type { Cancel } from "@/engine/ports.ts";
import { type VoiceFault, whyNoMicrophone } from "@/engine/voice/faults.ts";
import type { Microphone, Player } from "@/engine/voice/media.ts";
import { SILENT_DB } from "@/engine/voice/speaking.ts";
import type { Voice } from "@/engine/voice/voice.ts";
import { useChoices } from "./use-choices.ts";

export interface MicrophoneTest {
  isOn: boolean;
  levelDb: number;
  fault: VoiceFault | null;
  turn(isOn: boolean): void;
}

export function useMicrophoneTest({ media }: Voice, isHeard: boolean): MicrophoneTest {
  const [isOn, turn] = useState(false);
  const [levelDb, setLevel] = useState(SILENT_DB);
  const [fault, setFault] = useState<VoiceFault | null>(null);
  const [microphone, setMicrophone] = useState<Microphone | null>(null);
  const deviceId = useChoices(({ input }) => input);
  const isCleaned = useChoices((choices) => choices.isCleaned);
  const output = useChoices((choices) => choices.output);

  useEffect(() => {
    if (!isOn) return;
    let close: Cancel = () => undefined;
    let isWanted = true;
    setFault(null);
    media.openMicrophone({ deviceId, isCleaned }).then(
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
  }, [media, isOn, deviceId, isCleaned]);

  useEffect(() => {
    if (!microphone || !isHeard) return;
    const player: Player = media.play(microphone.track);
    player.setOutput(output);
    return () => player.close();
  }, [media, microphone, isHeard, output]);

  return { isOn, levelDb, fault, turn };
}
