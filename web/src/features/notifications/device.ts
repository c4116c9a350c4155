/** What this browser shows and plays of notifications: kept in it, as each has its own place and ears. */
import { create } from "zustand";

const KEY = "confab.notifications";

export interface DeviceChoice {
  /** Shown, where the browser allows it. */
  shown: boolean;
  sound: boolean;
}

interface DeviceState extends DeviceChoice {
  choose(part: Partial<DeviceChoice>): void;
}

export const useDevice = create<DeviceState>((set, get) => ({
  ...recall(),
  choose(part) {
    const { shown, sound } = { ...get(), ...part };
    remember({ shown, sound });
    set({ shown, sound });
  },
}));

// Another tab may be the one in which it is chosen.
addEventListener("storage", ({ key, newValue }) => {
  if (key === KEY) useDevice.setState(readDevice(newValue));
});

/** All but an explicit no is a yes. */
export function readDevice(stored: string | null): DeviceChoice {
  let value: unknown = null;
  try {
    value = JSON.parse(stored ?? "null");
  } catch {
    value = null;
  }
  const { shown, sound } = (value ?? {}) as Partial<Record<keyof DeviceChoice, unknown>>;
  return { shown: shown !== false, sound: sound !== false };
}

function recall(): DeviceChoice {
  try {
    return readDevice(localStorage.getItem(KEY));
  } catch {
    return readDevice(null);
  }
}

/** Without room, or without permission, it holds until the page is left. */
function remember(choice: DeviceChoice): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(choice));
  } catch {
    return;
  }
}
