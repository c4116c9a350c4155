import { expect, test } from "vitest";
import type { SocketLike } from "../ports.ts";
import { inBatches } from "./batches.ts";

function stage() {
  const sent: unknown[] = [];
  const socket: SocketLike = {
    send: (text) => sent.push(text),
    close: (code) => sent.push(code),
    onopen: null,
    onmessage: null,
    onclose: null,
  };
  const turns: (() => void)[] = [];
  const batched = inBatches(socket, (run) => turns.push(run));
  const heard: unknown[] = [];
  batched.onopen = () => heard.push("open");
  batched.onmessage = ({ data }) => heard.push(data);
  batched.onclose = ({ code }) => heard.push(`closed ${code}`);
  const says = (from: number, to: number) => {
    for (let n = from; n <= to; n += 1) socket.onmessage?.({ data: n });
  };
  return { socket, batched, sent, heard, turns, says };
}

const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

test("ba1 messages come in order, later, and before the end of the socket", () => {
  const { socket, batched, sent, heard, turns, says } = stage();
  socket.onopen?.();
  batched.send("hello");
  says(1, 2);
  expect(heard).toEqual(["open"]);
  turns.shift()?.();
  says(3, 4);
  socket.onclose?.({ code: 4000 });
  for (const turn of turns) turn();
  batched.close(1000);
  expect(heard).toEqual(["open", 1, 2, 3, 4, "closed 4000"]);
  expect(sent).toEqual(["hello", 1000]);
});

test("ba3 a message that breaks its hearer stops none of the next", () => {
  const { batched, heard, turns, says } = stage();
  batched.onmessage = ({ data }) => {
    if (data === 2) throw new Error("broken");
    heard.push(data);
  };
  says(1, 3);
  expect(turns.shift()).toThrow("broken");
  for (const turn of turns.splice(0)) turn();
  says(4, 4);
  for (const turn of turns.splice(0)) turn();
  expect(heard).toEqual([1, 3, 4]);
});

test("ba2 a flood comes 64 at a time, and what comes meanwhile comes after it", () => {
  const { heard, turns, says } = stage();
  says(1, 100);
  expect(turns).toHaveLength(1);
  turns.shift()?.();
  expect(heard).toEqual(upTo(64));
  says(101, 110);
  expect(turns).toHaveLength(1);
  turns.shift()?.();
  expect(heard).toEqual(upTo(110));
  expect(turns).toEqual([]);
});
