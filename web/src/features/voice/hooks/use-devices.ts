/** The microphones and loudspeakers that there are, kept up to date. Empty where a page may not know. */
import { useEffect, useState } from "react";

export interface Device {
  id: string;
  /** Empty until a microphone was used. */
  label: string;
}

export interface Devices {
  inputs: readonly Device[];
  outputs: readonly Device[];
}

const NONE: Devices = { inputs: [], outputs: [] };

/** `isOpen`: a microphone is, so that names are known. */
export function useDevices(isOpen: boolean): Devices {
  const [devices, setDevices] = useState(NONE);
  // biome-ignore lint/correctness/useExhaustiveDependencies: names come when a microphone is opened
  useEffect(() => {
    const media = navigator.mediaDevices;
    if (!media) return;
    let isShown = true;
    const look = () =>
      void media.enumerateDevices().then(
        (all) => isShown && setDevices(sorted(all)),
        () => undefined,
      );
    look();
    media.addEventListener("devicechange", look);
    return () => {
      isShown = false;
      media.removeEventListener("devicechange", look);
    };
  }, [isOpen]);
  return devices;
}

/** Without the doubles by which some systems stand for what they prefer. */
export function sorted(all: readonly Pick<MediaDeviceInfo, "kind" | "deviceId" | "label">[]): Devices {
  const of = (kind: MediaDeviceKind) =>
    all
      .filter(
        (device) => device.kind === kind && !["", "default", "communications"].includes(device.deviceId),
      )
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  return { inputs: of("audioinput"), outputs: of("audiooutput") };
}
