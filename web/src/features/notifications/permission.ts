/** Whether this browser may show notifications, and why not. */
import { create } from "zustand";

/** `insecure`: the page came over plain http, where there are none. `unasked`: nobody was asked yet. */
export type Permission = "insecure" | "unsupported" | "unasked" | "denied" | "granted";

interface PermissionState {
  permission: Permission;
  /** It may have been changed in the browser's own settings. */
  look(): void;
  /** To be called by a press. */
  ask(): Promise<void>;
  /** It cannot after all: some browsers on telephones have the name only. */
  isBroken(): void;
}

export const usePermission = create<PermissionState>((set, get) => ({
  permission: permissionNow(),
  look() {
    if (get().permission !== "unsupported") set({ permission: permissionNow() });
  },
  async ask() {
    await Notification.requestPermission();
    get().look();
  },
  isBroken: () => set({ permission: "unsupported" }),
}));

/** Calls back while somebody listens; where a browser does not tell, it is looked at by each visit. */
export async function watchPermission(): Promise<void> {
  usePermission.getState().look();
  try {
    const status = await navigator.permissions.query({ name: "notifications" });
    status.onchange = () => usePermission.getState().look();
  } catch {
    return;
  }
}

function permissionNow(): Permission {
  if (!globalThis.isSecureContext) return "insecure";
  if (!("Notification" in globalThis)) return "unsupported";
  return Notification.permission === "default" ? "unasked" : Notification.permission;
}
