/** Why somebody is not in a room, or is not heard there: each is one sentence on the screen. */

export type VoiceFault =
  /** Refusals of the server. */
  | "unknown"
  | "forbidden"
  | "full"
  | "wrongKind"
  | "addressHidden"
  | "refused"
  /** It did not answer. */
  | "noAnswer"
  /** There is no connection to it. */
  | "offline"
  /** In another tab, or on another device. */
  | "elsewhere"
  /** A moderator's doing, or the room is gone. */
  | "ended"
  /** The same of the call of a conversation. */
  | "outOfCall"
  /** The member is in time-out. */
  | "timedOut"
  /** The way through the media server does not come about. */
  | "mediaUnreachable"
  /** The room wants something that this client cannot. */
  | "unsupported"
  /** Why there is no microphone: one listens. */
  | "insecure"
  | "denied"
  | "noMicrophone"
  | "microphoneBusy"
  | "microphoneLost";

export const LISTENS_ONLY: ReadonlySet<VoiceFault> = new Set<VoiceFault>([
  "insecure",
  "denied",
  "noMicrophone",
  "microphoneBusy",
  "microphoneLost",
]);

const REFUSALS: Readonly<Record<number, VoiceFault>> = {
  10003: "unknown",
  50013: "forbidden",
  50024: "wrongKind",
  900015: "full",
  900016: "addressHidden",
};

export function whyRefused(code: number): VoiceFault {
  return REFUSALS[code] ?? "refused";
}

/** By the name of what `getUserMedia` fails with. */
export function whyNoMicrophone(name: string): VoiceFault {
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotReadableError":
    case "AbortError":
      return "microphoneBusy";
    default:
      return "noMicrophone";
  }
}
