/**
 * Hands the messages of a socket on several at a time. In a flood each one is a task of its own: a page
 * that is drawn after each of them never gets to what it put off, and React takes that for a loop.
 *
 * - BA1  The order is the socket's: its messages, and then its end.
 * - BA2  A batch is bounded, so that the page is drawn in between.
 * - BA3  What one message breaks stops none of the next.
 */
import type { SocketLike } from "../ports.ts";

const BATCH_MESSAGES = 64;

/** `later` runs what it is given after the tasks that wait already. */
export function inBatches(socket: SocketLike, later: (run: () => void) => void): SocketLike {
  const waiting: { data: unknown }[] = [];
  const batched: SocketLike = {
    send: (text) => socket.send(text),
    close: (code) => socket.close(code),
    onopen: null,
    onmessage: null,
    onclose: null,
  };

  function handOn(most: number): void {
    for (let handed = 0; handed < most; handed += 1) {
      const message = waiting.shift();
      if (!message) return;
      batched.onmessage?.(message);
    }
  }

  function handBatchOn(): void {
    try {
      handOn(BATCH_MESSAGES);
    } finally {
      if (waiting.length > 0) later(handBatchOn);
    }
  }

  socket.onopen = () => batched.onopen?.();
  socket.onmessage = ({ data }) => {
    if (waiting.push({ data }) === 1) later(handBatchOn);
  };
  socket.onclose = ({ code }) => {
    handOn(waiting.length);
    batched.onclose?.({ code });
  };
  return batched;
}
