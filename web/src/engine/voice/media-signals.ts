/** Reading what the media server says about the connection with it. */

/** More than an answer to the most lines that a server takes. */
const ANSWER_BYTES_MAX = 65_536;

export interface MediaSignal {
  channel_id: string;
  /** The offer that it is about. */
  n: number;
  answer: string | null;
  /** By line: the peer who is heard on it from now on, or nobody. Lines that are not named stay. */
  slots: ReadonlyMap<string, string | null>;
  /** The server has lost it. */
  isEnded: boolean;
}

type Said = Partial<Record<"channel_id" | "n" | "answer" | "slots" | "ended", unknown>>;

/** Null for whatever says nothing. */
export function readMediaSignal(data: unknown): MediaSignal | null {
  const { channel_id, n, answer, slots, ended } = (data ?? {}) as Said;
  if (typeof channel_id !== "string" || !Number.isSafeInteger(n)) return null;
  const isAnswer = typeof answer === "string" && answer.length <= ANSWER_BYTES_MAX;
  const moved = readSlots(slots);
  const isEnded = ended === true;
  if (!isAnswer && moved.size === 0 && !isEnded) return null;
  return { channel_id, n: Number(n), answer: isAnswer ? answer : null, slots: moved, isEnded };
}

function readSlots(value: unknown): Map<string, string | null> {
  const moved = new Map<string, string | null>();
  if (typeof value !== "object" || value === null) return moved;
  for (const [mid, peer] of Object.entries(value)) {
    if (peer === null || typeof peer === "string") moved.set(mid, peer);
  }
  return moved;
}
