import { expect, test } from "vitest";
import { type Calls, listCalls, NO_CALLS, reduceCalls, ringingFor } from "./calls.ts";
import { ada, bob, voiceState } from "./testing/samples.ts";

const told = (channel_id: string, message_id: string, ringing: string[]) => ({
  channel_id,
  message_id,
  ringing,
  voice_states: [],
});

function after(...events: [string, unknown][]): Calls {
  return events.reduce<Calls>((calls, [name, data]) => reduceCalls(calls, name, data), NO_CALLS);
}

test("CA2: a call rings whom the server names, until it is over or its conversation is gone", () => {
  const begun = after(["CALL_CREATE", told("20", "900", [ada.id, bob.id])]);
  expect(ringingFor(begun, ada.id)).toHaveLength(1);
  const answered = reduceCalls(begun, "CALL_UPDATE", told("20", "900", [bob.id]));
  expect(ringingFor(answered, ada.id)).toEqual([]);
  expect(ringingFor(answered, bob.id)).toHaveLength(1);
  expect(reduceCalls(answered, "CALL_DELETE", { channel_id: "20" })).toEqual({});
  expect(reduceCalls(answered, "CHANNEL_DELETE", { id: "20" })).toEqual({});
  expect(reduceCalls(answered, "CHANNEL_DELETE", { id: "21" })).toBe(answered);
});

test("of two that ring, the one that began first comes first", () => {
  const both = after(
    ["CALL_CREATE", told("20", "1000", [ada.id])],
    ["CALL_CREATE", told("21", "999", [ada.id])],
  );
  expect(ringingFor(both, ada.id).map(({ channelId }) => channelId)).toEqual(["21", "20"]);
});

test("CA1: a session begins without calls, and a tab that comes later is told of those that go on", () => {
  const begun = after(["CALL_CREATE", told("20", "900", [ada.id])]);
  expect(reduceCalls(begun, "READY", {})).toEqual({});
  const inside = voiceState(bob, { channel_id: "20" });
  const elsewhere = voiceState(ada, { channel_id: "11" });
  expect(listCalls(begun, { [bob.id]: inside, [ada.id]: elsewhere })).toEqual([
    { ...told("20", "900", [ada.id]), voice_states: [inside] },
  ]);
});
