import { expect, test } from "vitest";
import { ada } from "../testing/samples.ts";
import { NOTHING_UNREAD } from "../unread.ts";
import { createHub, type Hub, type HubEffect } from "./hub.ts";

const READY = { name: "READY", data: { session_id: "s1", guilds: [], read_state: [] } };
const D = {
  guild_id: "1",
  channel_id: "11" as string | null,
  self_mute: true,
  self_deaf: false,
  self_video: false,
};

function withTabs(): Hub {
  const hub = createHub(ada.id, NOTHING_UNREAD);
  hub.phase(true);
  hub.dispatch(READY);
  for (const tab of ["a", "b"]) hub.heard({ type: "hello", tab, visit: 1 });
  return hub;
}

const EPOCHS: Record<string, number> = { a: 1, b: 2 };
const says = (hub: Hub, tab: string, frame: object) =>
  hub.heard({ type: "frame", tab, visit: 1, epoch: EPOCHS[tab] ?? 0, frame: frame as never });
const joins = (hub: Hub, tab: string, part: object = {}) => says(hub, tab, { op: 4, d: { ...D, ...part } });

/** What is sent, and who is told of what. */
const did = (effects: readonly HubEffect[]) =>
  effects.flatMap((effect) => {
    if (effect.type === "send") return [`sends ${effect.frame.op}`];
    if (effect.type !== "post" || effect.message.type !== "dispatch") return [];
    return [`${effect.tab} ${effect.message.event.name}`];
  });

const OF_THE_ROOM = [
  "X_VOICE_SIGNAL",
  "X_VOICE_MEDIA",
  "X_VOICE_MODE",
  "X_VOICE_SPEAKING",
  "X_VOICE_REFUSED",
];

test.each(OF_THE_ROOM)("rt1 %s reaches the tab that is in the room, and no other", (name) => {
  const hub = withTabs();
  expect(did(hub.dispatch({ name, data: {} }))).toEqual([]);
  expect(did(joins(hub, "b"))).toEqual(["sends 4"]);
  expect(did(hub.dispatch({ name, data: {} }))).toEqual([`b ${name}`]);
});

test("rt1 only the tab in the room says what belongs to it", () => {
  const hub = withTabs();
  joins(hub, "b");
  const signal = { op: 110, d: { channel_id: "11", peer_id: "3", n: 1, candidate: null } };
  expect(did(says(hub, "a", signal))).toEqual([]);
  expect(did(says(hub, "b", signal))).toEqual(["sends 110"]);
  expect(did(says(hub, "b", { op: 113, d: {} }))).toEqual(["sends 113"]);
});

test("rt1 whoever joins in another tab takes the room, and the first is told", () => {
  const hub = withTabs();
  joins(hub, "a");
  expect(did(joins(hub, "a", { self_mute: false }))).toEqual(["sends 4"]);
  const taken = joins(hub, "b");
  expect(did(taken)).toEqual(["a X_VOICE_TAKEN", "sends 4", "sends 4"]);
  const sent = taken.flatMap((effect) => (effect.type === "send" ? [effect.frame.d] : []));
  expect(sent).toEqual([{ ...D, self_mute: false, channel_id: null }, D]);
  expect(did(hub.dispatch({ name: "X_VOICE_MODE", data: {} }))).toEqual(["b X_VOICE_MODE"]);
});

test("a tab may leave the room that another one is in; that one hears it from the server", () => {
  const hub = withTabs();
  joins(hub, "a");
  expect(did(joins(hub, "b", { channel_id: null }))).toEqual(["sends 4"]);
  expect(did(hub.dispatch({ name: "X_VOICE_MODE", data: {} }))).toEqual(["a X_VOICE_MODE"]);
  const state = { name: "VOICE_STATE_UPDATE", data: { user_id: ada.id, channel_id: null } };
  expect(did(hub.dispatch(state))).toEqual(["a VOICE_STATE_UPDATE", "b VOICE_STATE_UPDATE"]);
});

test("rt2 when the tab in the room is gone, the session leaves it", () => {
  const hub = withTabs();
  joins(hub, "a");
  expect(did(hub.left("b"))).toEqual([]);
  const [left] = hub.left("a");
  expect(left).toEqual({ type: "send", frame: { op: 4, d: { ...D, channel_id: null } } });
  expect(did(hub.left("a"))).toEqual([]);
});

test("rt2 a tab that left before it went leaves nothing behind", () => {
  const hub = withTabs();
  joins(hub, "a");
  joins(hub, "a", { channel_id: null });
  expect(did(hub.left("a"))).toEqual([]);
});
