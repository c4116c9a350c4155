import { expect, test } from "vitest";
import { readSignal } from "./signals.ts";

const FROM = { channel_id: "11", peer_id: "7", n: 1 };

test.each([
  ["an offer", { sdp: { type: "offer", sdp: "v=0" } }],
  ["no more candidates", { candidate: null }],
  ["a candidate", { candidate: { candidate: "host", sdpMid: "0", sdpMLineIndex: 0, usernameFragment: "u" } }],
])("%s is read", (_about, part) => {
  expect(readSignal({ ...FROM, ...part })).toEqual({ ...FROM, ...part });
});

test("of a candidate only what is known is taken", () => {
  const read = readSignal({ ...FROM, candidate: { candidate: "host", sdpMid: 4, more: {} } });
  expect(read?.candidate).toEqual({
    candidate: "host",
    sdpMid: null,
    sdpMLineIndex: null,
    usernameFragment: null,
  });
});

test.each([
  ["nothing", null],
  ["no sender", { ...FROM, peer_id: 7, candidate: null }],
  ["no number", { ...FROM, n: 1.5, candidate: null }],
  ["a number beyond all", { ...FROM, n: 2 ** 50, candidate: null }],
  ["a negative number", { ...FROM, n: -1, candidate: null }],
  ["neither description nor candidate", FROM],
  ["a rollback", { ...FROM, sdp: { type: "rollback", sdp: "" } }],
  ["a description without end", { ...FROM, sdp: { type: "offer", sdp: "x".repeat(16_385) } }],
  ["a candidate without end", { ...FROM, candidate: { candidate: "x".repeat(2_049) } }],
  ["a candidate that is none", { ...FROM, candidate: "host" }],
])("%s is no signal", (_about, data) => {
  expect(readSignal(data)).toBeNull();
});
