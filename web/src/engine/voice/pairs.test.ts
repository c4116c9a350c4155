import { expect, test } from "vitest";
import { readPair } from "./pairs.ts";

const LOCAL = {
  type: "local-candidate",
  candidateType: "host",
  protocol: "udp",
  address: "10.0.0.2",
  port: 5000,
};
const REMOTE = { type: "remote-candidate", candidateType: "prflx", protocol: "udp", address: "", port: 6000 };

function report(rows: Record<string, unknown>): ReadonlyMap<string, unknown> {
  return new Map(Object.entries({ l: LOCAL, r: REMOTE, ...rows }));
}

test("the pair in use is read, and what the browser keeps to itself is not made up", () => {
  const pair = { type: "candidate-pair", localCandidateId: "l", remoteCandidateId: "r" };
  const expected = {
    protocol: "udp",
    local: { kind: "host", address: "10.0.0.2:5000" },
    remote: { kind: "prflx", address: null },
  };
  const transport = { type: "transport", selectedCandidatePairId: "p" };
  expect(readPair(report({ p: pair, t: transport }))).toEqual(expected);
  expect(readPair(report({ p: { ...pair, nominated: true, state: "succeeded" } }))).toEqual(expected);
});

test("without a pair in use there is none", () => {
  expect(readPair(report({}))).toBeNull();
  expect(
    readPair(report({ p: { type: "candidate-pair", state: "in-progress", nominated: false } })),
  ).toBeNull();
});

test("an address of IPv6 is told apart from its port", () => {
  const pair = {
    type: "candidate-pair",
    localCandidateId: "s",
    remoteCandidateId: "r",
    nominated: true,
    state: "succeeded",
  };
  const six = { ...LOCAL, address: "2001:db8::1" };
  expect(readPair(report({ p: pair, s: six }))?.local.address).toBe("[2001:db8::1]:5000");
});
