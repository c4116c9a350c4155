import { expect, test } from "vitest";
import { readFrame } from "./frames.ts";
import { socketAddress } from "./socket.ts";

test.each([
  ['{"op":0,"s":1,"t":"READY","d":{}}', { op: 0, s: 1, t: "READY", d: {} }],
  ['{"op":1}', { op: 1 }],
  ['{"op":7,"d":null}', { op: 7 }],
  ['{"op":9,"d":true}', { op: 9, d: true }],
  ['{"op":9,"d":"x"}', { op: 9, d: false }],
  ['{"op":10,"d":{"heartbeat_interval":5}}', { op: 10, d: { heartbeat_interval: 5 } }],
  ['{"op":11}', { op: 11 }],
  ['{"op":110,"d":{"n":1}}', { op: "voice", t: "X_VOICE_SIGNAL", d: { n: 1 } }],
  ['{"op":112}', { op: "voice", t: "X_VOICE_MODE", d: undefined }],
  ['{"op":0,"t":"READY"}', null],
  ['{"op":99}', null],
  ["not json", null],
  ["null", null],
])("%s", (text, frame) => {
  expect(readFrame(text)).toEqual(frame);
});

test("a frame that is not text is no frame", () => {
  expect(readFrame(new ArrayBuffer(2))).toBeNull();
});

test("the address gets its version, and is not weaker than the page", () => {
  expect(socketAddress("ws://h.test/gateway", "http://h.test")).toBe(
    "ws://h.test/gateway?v=10&encoding=json",
  );
  expect(socketAddress("ws://h.test/gateway", "https://h.test")).toBe(
    "wss://h.test/gateway?v=10&encoding=json",
  );
});
