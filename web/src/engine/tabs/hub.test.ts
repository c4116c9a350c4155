import { expect, test } from "vitest";
import { ada, bob, guildCreate, message } from "../testing/samples.ts";
import { NOTHING_UNREAD } from "../unread.ts";
import { createHub, type Hub, type HubEffect } from "./hub.ts";
import { TABS_MAX, type ToTab, WINDOW_MAX } from "./messages.ts";

const READY = { name: "READY", data: { session_id: "s1", guilds: [{ id: "1" }], read_state: [] } };

function ready(): Hub {
  const hub = createHub(ada.id, NOTHING_UNREAD);
  hub.phase(true);
  hub.dispatch(READY);
  hub.dispatch({ name: "GUILD_CREATE", data: guildCreate() });
  return hub;
}

const join = (hub: Hub, tab: string, visit = 1) => hub.heard({ type: "hello", tab, visit });
const posts = (effects: readonly HubEffect[]) =>
  effects.flatMap((effect) => (effect.type === "post" ? [[effect.tab, effect.message] as const] : []));
const told = (effects: readonly HubEffect[]) =>
  posts(effects).map(([tab, sent]) => `${tab} ${sent.type === "dispatch" ? sent.event.name : sent.type}`);
const subscribe = (hub: Hub, tab: string, epoch: number, channel_id = "10") =>
  hub.heard({ type: "frame", tab, visit: 1, epoch, frame: { op: 100, d: { channel_id } } });
const created = (n: number, part: object = {}) => ({
  name: "MESSAGE_CREATE",
  data: { ...message(n, part), x_seq: n },
});

test("h1 a tab that joins is told what a session would begin with", () => {
  const [, sent] = posts(join(ready(), "a"))[0] as [string, ToTab & { type: "snapshot" }];
  expect(sent).toMatchObject({ type: "snapshot", visit: 1, n: 1 });
  expect(sent.events.map(({ name }) => name)).toEqual(["READY", "GUILD_CREATE"]);
  expect(sent.events[1]?.data).toEqual(guildCreate());
});

test("h1 before there is a session a tab waits for it, and after a RESUME it is told", () => {
  const hub = createHub(ada.id, NOTHING_UNREAD);
  expect(told(join(hub, "a"))).toEqual(["a lost"]);
  hub.phase(true);
  expect(told(hub.dispatch(READY))).toEqual(["a READY"]);
  expect(told(hub.phase(false))).toEqual(["a lost"]);
  expect(told(join(hub, "b"))).toEqual(["b lost"]);
  expect(told(hub.resuming())).toEqual(["a resuming"]);
  hub.phase(true);
  expect(told(hub.dispatch({ name: "RESUMED", data: {} }))).toEqual(["a RESUMED", "b snapshot"]);
});

test("h2 a tab that lags is paused, is written nothing more, and may begin anew", () => {
  const hub = ready();
  join(hub, "a");
  let last: string[] = [];
  for (let n = 1; n <= WINDOW_MAX; n++)
    last = told(hub.dispatch({ name: "X_PRESENCES", data: { guild_id: "404", n } }));
  expect(last).toEqual(["a paused"]);
  expect(told(hub.dispatch({ name: "X_PRESENCES", data: { guild_id: "404" } }))).toEqual([]);
  expect(told(hub.dispatch(READY))).toEqual([]);
  expect(told(join(hub, "a", 2))).toEqual(["a snapshot"]);
});

test("h2 a tab that keeps up is never paused", () => {
  const hub = ready();
  join(hub, "a");
  for (let n = 2; n <= 3 * WINDOW_MAX; n++) {
    expect(told(hub.dispatch({ name: "X_PRESENCES", data: { guild_id: "404" } }))).toEqual(["a X_PRESENCES"]);
    hub.heard({ type: "ack", tab: "a", visit: 1, n });
  }
});

test("h3 a message is known to every tab, with the channel to those that show it, once", () => {
  const hub = ready();
  for (const tab of ["a", "b"]) join(hub, tab);
  subscribe(hub, "a", 1);
  hub.dispatch({ name: "X_SUBSCRIBED", data: { channel_id: "10", head: 0, replayed: 0, reset: false } });
  expect(told(hub.dispatch(created(1)))).toEqual(["a MESSAGE_CREATE", "b X_HEARD"]);
  expect(told(hub.dispatch(created(1)))).toEqual(["a MESSAGE_CREATE"]);
  expect(told(hub.dispatch({ name: "TYPING_START", data: { channel_id: "10", user_id: bob.id } }))).toEqual([
    "a TYPING_START",
  ]);
  expect(told(hub.dispatch({ name: "CHANNEL_DELETE", data: { id: "10", guild_id: "1" } }))).toEqual([
    "a CHANNEL_DELETE",
    "b CHANNEL_DELETE",
  ]);
  expect(told(hub.dispatch(created(2)))).toEqual(["a X_HEARD", "b X_HEARD"]);
});

test("what one tab has read, a tab that comes later knows as read", () => {
  const hub = ready();
  join(hub, "a");
  const x_unread = { channels: [{ channel_id: "10", last_message_id: message(3).id, mentions: 2 }] };
  hub.dispatch({ name: "X_UNREAD", data: x_unread });
  const event = { name: "MESSAGE_ACK", data: { channel_id: "10", message_id: message(3).id } };
  join(hub, "b");
  expect(told(hub.heard({ type: "share", tab: "a", visit: 1, event }))).toEqual(["b MESSAGE_ACK"]);
  const [, sent] = posts(join(hub, "c"))[0] as [string, ToTab & { type: "snapshot" }];
  expect(sent.events[0]?.data).toMatchObject({
    read_state: [{ channel_id: "10", last_message_id: message(3).id, mention_count: 0 }],
  });
});

test("frames of a former session, of a former visit, or about the session itself, go nowhere", () => {
  const hub = ready();
  join(hub, "a");
  hub.phase(false);
  hub.phase(true);
  hub.dispatch(READY);
  expect(subscribe(hub, "a", 1)).toEqual([]);
  expect(subscribe(hub, "a", 2)).toMatchObject([{ type: "send", frame: { op: 100 } }]);
  const frame = { op: 1, d: null } as const;
  expect(hub.heard({ type: "frame", tab: "a", visit: 1, epoch: 2, frame })).toEqual([]);
  join(hub, "a", 2);
  expect(subscribe(hub, "a", 3)).toEqual([]);
  expect(subscribe(hub, "stranger", 3)).toEqual([]);
});

test("a tab asks for members through its leader", () => {
  const hub = ready();
  join(hub, "a");
  const d = { guild_id: "1", query: "", limit: 10, presences: true, nonce: "n" };
  const frame = { op: 8, d } as const;
  expect(hub.heard({ type: "frame", tab: "a", visit: 1, epoch: 1, frame })).toEqual([
    { type: "send", frame },
  ]);
});

test("a tab that is gone is subscribed to nothing", () => {
  const hub = ready();
  join(hub, "a");
  subscribe(hub, "a", 1);
  hub.dispatch({ name: "X_SUBSCRIBED", data: { channel_id: "10", head: 0, replayed: 0, reset: false } });
  expect(hub.left("a")).toEqual([{ type: "send", frame: { op: 101, d: { channel_id: "10" } } }]);
});

test("more tabs than the session has room for are told so, and hope is passed on", () => {
  const hub = ready();
  for (let n = 0; n < TABS_MAX; n++) join(hub, `t${n}`);
  expect(told(join(hub, "late"))).toEqual(["late full"]);
  expect(hub.heard({ type: "nudge", tab: "t0", visit: 1, nudge: "hope" })).toEqual([
    { type: "post", tab: "t0", message: { type: "here", visit: 1, n: 2 } },
    { type: "nudge", nudge: "hope" },
  ]);
});

test("what tabs show of a member list is asked for together, and by a new session anew", () => {
  const hub = ready();
  for (const tab of ["a", "b"]) join(hub, tab);
  const look = (tab: string, epoch: number, ...ranges: [number, number][]) =>
    hub.heard({ type: "frame", tab, visit: 1, epoch, frame: { op: 102, d: { guild_id: "1", ranges } } });
  const asks = (effects: readonly HubEffect[]) =>
    effects.flatMap((effect) =>
      effect.type === "send" ? [(effect.frame.d as { ranges: unknown }).ranges] : [],
    );
  look("a", 1, [0, 49]);
  expect(asks(look("b", 2, [100, 149]))).toEqual([
    [
      [100, 149],
      [0, 49],
    ],
  ]);
  expect(told(hub.dispatch({ name: "X_MEMBERS", data: { guild_id: "1" } }))).toEqual([
    "a X_MEMBERS",
    "b X_MEMBERS",
  ]);
  expect(asks(hub.left("a"))).toEqual([[[100, 149]]]);
  hub.dispatch(READY);
  expect(asks(look("b", 3, [0, 49]))).toEqual([[[0, 49]]]);
});
