/** RX1, RX2, and that replays count nothing twice. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ada, message } from "../testing/samples.ts";
import type { Emoji, Message, Reaction } from "../wire.ts";
import { channelAction } from "./channel-events.ts";
import { changeReactions, emojiPath, type ReactionChange } from "./reactions.ts";
import { EMPTY, reduceTimeline, type Timeline } from "./timeline.ts";

const FIRE: Emoji = { id: null, name: "🔥" };
const CRAB: Emoji = { id: null, name: "🦀" };
const OWN: Emoji = { id: "9", name: "party" };
const run = (changes: ReactionChange[], from: readonly Reaction[] = []) =>
  changes.reduce(changeReactions, from);
const add = (emoji: Emoji, isOwn = false): ReactionChange => ({ type: "add", emoji, isOwn });
const remove = (emoji: Emoji, isOwn = false): ReactionChange => ({ type: "remove", emoji, isOwn });

test("rx1 one's own reaction counts once, however often it is told of", () => {
  const both = run([add(FIRE), add(FIRE, true), add(FIRE, true)]);
  expect(both).toEqual([{ emoji: FIRE, count: 2, me: true }]);
  expect(run([remove(FIRE, true), remove(FIRE, true)], both)).toEqual([{ emoji: FIRE, count: 1, me: false }]);
});

test("rx2 emojis stand in the order of their first use, and go with the last who used them", () => {
  const all = run([add(FIRE), add(CRAB), add({ id: "9", name: "other" }), add(OWN), add(FIRE)]);
  expect(all.map(({ emoji, count }) => [emoji.name, count])).toEqual([
    ["🔥", 2],
    ["🦀", 1],
    ["other", 2],
  ]);
  expect(run([remove(CRAB), remove(CRAB), { type: "clear-emoji", emoji: OWN }], all)).toHaveLength(1);
  expect(run([{ type: "clear" }], all)).toEqual([]);
  expect([emojiPath(FIRE), emojiPath(OWN)]).toEqual(["%F0%9F%94%A5", "party%3A9"]);
});

const USERS = [ada.id, "71", "72"];
const EVENTS = ["MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE"];

test("p2 from the create on, whatever is replayed, reactions are what the log says", () => {
  const step = fc.oneof(
    fc.record({ user: fc.constantFrom(...USERS), emoji: fc.constantFrom(FIRE, CRAB) }),
    fc.record({ back: fc.nat(10) }),
    fc.constant("clear" as const),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const about = message(1);
      const log: { name: string; data: object }[] = [{ name: "MESSAGE_CREATE", data: about }];
      const held = new Map<string, Set<string>>();
      let timeline: Timeline = reduceTimeline(EMPTY, { type: "subscribed", head: 0, reset: false });
      const play = (from: number) => {
        for (const [at, { name, data }] of log.entries()) {
          const action = channelAction(name, { ...data, x_seq: at + 1 }, ada.id);
          if (at >= from && action) timeline = reduceTimeline(timeline, action);
        }
      };
      play(0);
      for (const one of steps) {
        const target = { channel_id: "10", message_id: about.id };
        if (one === "clear") {
          held.clear();
          log.push({ name: "MESSAGE_REACTION_REMOVE_ALL", data: target });
        } else if ("back" in one) {
          play(Math.max(0, log.length - one.back));
          continue;
        } else {
          const key = String(one.emoji.name);
          const users = held.get(key) ?? new Set();
          const isOn = !users.has(one.user);
          if (isOn) held.set(key, users.add(one.user));
          else users.delete(one.user);
          if (users.size === 0) held.delete(key);
          log.push({
            name: EVENTS[isOn ? 0 : 1] ?? "",
            data: { ...target, emoji: one.emoji, user_id: one.user },
          });
        }
        play(log.length - 1);
      }
      const shown: Message | undefined = timeline.messages[0];
      expect(shown?.reactions ?? []).toEqual(
        [...held].map(([name, users]) => ({
          emoji: { id: null, name },
          count: users.size,
          me: users.has(ada.id),
        })),
      );
    }),
  );
});

test("what an event of the message says of its reactions is not meant", () => {
  const told = { ...message(1), reactions: [{ emoji: FIRE, count: 5, me: false }] };
  const events: [string, object][] = [
    ["MESSAGE_CREATE", { ...told, x_seq: 1 }],
    ["MESSAGE_REACTION_ADD", { channel_id: "10", message_id: told.id, user_id: "71", emoji: CRAB, x_seq: 2 }],
    ["MESSAGE_UPDATE", { ...told, content: "later", edited_timestamp: "2026-11-22T13:00:00Z", x_seq: 3 }],
    ["MESSAGE_DELETE_BULK", { channel_id: "10", ids: ["404"], x_seq: 4 }],
    ["CHANNEL_PINS_UPDATE", { channel_id: "10", x_seq: 5 }],
  ];
  const timeline = events.reduce((state, [name, data]) => {
    const action = channelAction(name, data, ada.id);
    return action ? reduceTimeline(state, action) : state;
  }, EMPTY);
  expect(timeline.messages[0]).toMatchObject({
    content: "later",
    reactions: [{ emoji: CRAB, count: 1, me: false }],
  });
  expect(timeline.cursor).toBe(5);
  expect(channelAction("TYPING_START", { channel_id: "10" }, ada.id)).toBeNull();
  expect(channelAction("READY", null, ada.id)).toBeNull();
});

test("a message that waits beside the window, or is not there, is no trouble", () => {
  const past: Timeline = { ...EMPTY, loaded: true, hasAfter: true, ahead: [message(2)] };
  const react = (id: string, xSeq: number) =>
    ({ type: "reacted", messageId: id, change: add(FIRE), xSeq }) as const;
  const next = [react(message(2).id, 1), react("404", 2)].reduce(reduceTimeline, past);
  expect(next.ahead[0]?.reactions).toEqual([{ emoji: FIRE, count: 1, me: false }]);
  const gone = reduceTimeline(next, { type: "deleted", ids: [message(2).id], xSeq: 3 });
  expect(gone.ahead).toEqual([]);
});
