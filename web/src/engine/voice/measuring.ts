/** Looks now and then at how good the connections of a room are. */
import type { Cancel, Clock } from "../ports.ts";
import type { Id } from "../wire.ts";
import { type LinkSample, type Quality, qualityOf, worstOf } from "./quality.ts";

/** Often enough to say what just happened, and over enough packets to count the lost ones. */
const EVERY_MS = 2_000;

/** Null where there is nobody to be connected with. */
export function measureLinks(
  clock: Clock,
  stats: () => Promise<ReadonlyMap<Id, LinkSample>>,
  measured: (quality: Quality | null, samples: ReadonlyMap<Id, LinkSample>) => void,
): Cancel {
  let before: ReadonlyMap<Id, LinkSample> = new Map();
  let isWanted = true;
  let cancel: Cancel = () => undefined;

  async function look(): Promise<void> {
    // A connection that is being closed cannot say how it is.
    const now = await stats().catch(() => before);
    if (!isWanted) return;
    measured(worstOf([...now].map(([id, sample]) => qualityOf(before.get(id), sample))), now);
    before = now;
    cancel = clock.after(EVERY_MS, () => void look());
  }

  cancel = clock.after(EVERY_MS, () => void look());
  return () => {
    isWanted = false;
    cancel();
  };
}
