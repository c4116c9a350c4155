/**
 * Messages whose reactions are read again: what REST tells may have been made before or after an event
 * that came while it was under way or soon after, and then nobody can tell whether the event is counted
 * in it. What is read after the last such event is right.
 */
import type { Cancel, Clock } from "./ports.ts";
import type { Id } from "./wire.ts";

/** Longer than an event is under way. */
const DOUBT_MS = 5_000;
/** What comes together is read together. */
const WAIT_MS = 1_000;

export interface Rereads {
  /** A page of the channel, or one of its messages, is asked for; call the answer once it came or failed. */
  asked(channelId: Id): () => void;
  /** A reaction was told of. */
  reacted(channelId: Id, messageId: Id): void;
  forget(channelId: Id): void;
}

interface ChannelReads {
  underWay: number;
  answeredAtMs: number;
  /** Told of while something was under way, which would undo what is read before it came. */
  held: Set<Id>;
  waiting: Map<Id, Cancel>;
}

export function createRereads(clock: Clock, read: (channelId: Id, messageId: Id) => void): Rereads {
  const channels = new Map<Id, ChannelReads>();

  function wait(channelId: Id, { waiting }: ChannelReads, messageId: Id): void {
    waiting.get(messageId)?.();
    const cancel = clock.after(WAIT_MS, () => {
      waiting.delete(messageId);
      read(channelId, messageId);
    });
    waiting.set(messageId, cancel);
  }

  return {
    asked(channelId) {
      const reads = channels.get(channelId) ?? {
        underWay: 0,
        answeredAtMs: 0,
        held: new Set(),
        waiting: new Map(),
      };
      channels.set(channelId, reads);
      reads.underWay++;
      return () => {
        reads.underWay--;
        reads.answeredAtMs = clock.now();
        if (reads.underWay > 0 || channels.get(channelId) !== reads) return;
        for (const messageId of reads.held) wait(channelId, reads, messageId);
        reads.held.clear();
      };
    },
    reacted(channelId, messageId) {
      const reads = channels.get(channelId);
      if (!reads) return;
      if (reads.underWay > 0) reads.held.add(messageId);
      else if (clock.now() - reads.answeredAtMs <= DOUBT_MS) wait(channelId, reads, messageId);
    },
    forget(channelId) {
      for (const cancel of channels.get(channelId)?.waiting.values() ?? []) cancel();
      channels.delete(channelId);
    },
  };
}
