import { expect, test } from "vitest";
import { type LinkSample, qualityOf, readStats, worstOf } from "./quality.ts";

const sample = (part: Partial<LinkSample> = {}): LinkSample => ({
  received: 100,
  lost: 0,
  jitterMs: 2,
  roundTripMs: 20,
  road: "direct",
  sentLostPercent: null,
  ...part,
});

test("loss is what was lost since the last look", () => {
  const { lossPercent } = qualityOf(sample({ lost: 50 }), sample({ received: 190, lost: 60 }));
  expect(lossPercent).toBeCloseTo(10);
});

test("qu1 counters that begin anew are all there was, and late packets are no gain", () => {
  expect(qualityOf(sample({ received: 5_000 }), sample({ received: 98, lost: 2 })).lossPercent).toBeCloseTo(
    2,
  );
  expect(qualityOf(sample({ lost: 3 }), sample({ received: 200, lost: -1 })).lossPercent).toBe(0);
});

test("qu2 of whoever is silent nothing is lost", () => {
  expect(qualityOf(sample({ lost: 4 }), sample({ lost: 4 }))).toMatchObject({
    lossPercent: 0,
    grade: "good",
  });
  expect(qualityOf(undefined, sample({ received: 0 })).lossPercent).toBe(0);
});

test.each([
  [{}, "good"],
  [{ roundTripMs: 250 }, "fair"],
  [{ roundTripMs: null }, "good"],
  [{ jitterMs: 31 }, "fair"],
  [{ lost: 2, received: 98 }, "fair"],
  [{ roundTripMs: 500 }, "poor"],
  [{ jitterMs: 90 }, "poor"],
  [{ lost: 10, received: 90 }, "poor"],
])("%o is %s", (part, grade) => {
  expect(qualityOf(undefined, sample(part)).grade).toBe(grade);
});

test("several connections are as good as the worst of them in each respect", () => {
  expect(worstOf([])).toBeNull();
  const worst = worstOf([
    qualityOf(undefined, sample({ roundTripMs: 300 })),
    qualityOf(undefined, sample({ roundTripMs: null, jitterMs: 70, road: "relay" })),
  ]);
  expect(worst).toMatchObject({ roundTripMs: 300, jitterMs: 70, road: "relay", grade: "poor" });
});

test("a report of the browser is read: the pair in use, all sound that comes in, and what is lost of one's own", () => {
  const inbound = { type: "inbound-rtp", kind: "audio", packetsReceived: 10, packetsLost: 1, jitter: 0.004 };
  const report = new Map<string, unknown>([
    ["a", inbound],
    ["b", { ...inbound, jitter: 0.006 }],
    ["s", { type: "remote-inbound-rtp", kind: "audio", fractionLost: 0.125 }],
    ["u", { type: "remote-inbound-rtp", kind: "audio", fractionLost: 0.25 }],
    ["w", { type: "remote-inbound-rtp", kind: "video", fractionLost: 0.5 }],
    ["v", { ...inbound, kind: "video", packetsReceived: 999 }],
    ["t", { type: "transport", selectedCandidatePairId: "p" }],
    ["q", { type: "candidate-pair", nominated: true, state: "succeeded", currentRoundTripTime: 9 }],
    [
      "p",
      { type: "candidate-pair", currentRoundTripTime: 0.021, localCandidateId: "l", remoteCandidateId: "r" },
    ],
    ["l", { type: "local-candidate", candidateType: "host" }],
    ["r", { type: "remote-candidate", candidateType: "relay" }],
  ]);
  expect(readStats(report)).toEqual({
    received: 20,
    lost: 2,
    jitterMs: 6,
    roundTripMs: 21,
    road: "relay",
    sentLostPercent: 25,
  });
});

test("a browser that names no pair in use is read by the nominated one, and nothing is made up", () => {
  const pair = { type: "candidate-pair", nominated: true, state: "succeeded", currentRoundTripTime: 0.005 };
  expect(readStats(new Map([["q", pair]])).roundTripMs).toBe(5);
  expect(readStats(new Map([["x", { type: "inbound-rtp", kind: "audio", packetsLost: "many" }]]))).toEqual({
    received: 0,
    lost: 0,
    jitterMs: 0,
    roundTripMs: null,
    road: null,
    sentLostPercent: null,
  });
});
