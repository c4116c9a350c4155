import { expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import { FakeClock } from "../testing/fake-ports.ts";
import { ada, bob, channel, EVERYONE_MAY, guildCreate, member, role, user } from "../testing/samples.ts";
import type { GuildCreate, Member } from "../wire.ts";
import { type GuildState, type GuildsState, NO_GUILDS, reduceGuilds } from "./guilds.ts";
import { outranks, permissionsOf, READ_MESSAGE_HISTORY, SEND_MESSAGES, VIEW_CHANNEL } from "./permissions.ts";
import { endTimeOuts, nextTimeOutEndMs, timeOutEndMs, watchTimeOuts } from "./time-outs.ts";

const NOW_MS = Date.UTC(2026, 10, 22, 18, 0);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function timedOut(of: Member, forMs: number): Member {
  return { ...of, communication_disabled_until: new Date(NOW_MS + forMs).toISOString() };
}

function guilds(...parts: Partial<GuildCreate>[]): GuildsState {
  return parts.reduce<GuildsState>(
    (state, part) => reduceGuilds(state, { name: "GUILD_CREATE", data: guildCreate(part) }, ada.id),
    NO_GUILDS,
  );
}

function guild(part: Partial<GuildCreate>): GuildState {
  const found = guilds(part).guilds["1"];
  if (!found) throw new Error("the guild is gone");
  return found;
}

test("to1 one's own time-outs end by themselves, those of others are left as they are", () => {
  const own = { members: [timedOut(member(ada), HOUR_MS), timedOut(member(bob), HOUR_MS)] };
  const state = guilds(own, { id: "2", members: [member(ada)] });
  expect(nextTimeOutEndMs(state, ada.id)).toBe(NOW_MS + HOUR_MS);
  expect(endTimeOuts(state, ada.id, NOW_MS + HOUR_MS - 1)).toBe(state);
  const after = endTimeOuts(state, ada.id, NOW_MS + HOUR_MS);
  expect(nextTimeOutEndMs(after, ada.id)).toBeNull();
  expect(timeOutEndMs(after.guilds["1"]?.members[ada.id])).toBeNull();
  expect(timeOutEndMs(after.guilds["1"]?.members[bob.id])).toBe(NOW_MS + HOUR_MS);
  expect(after.guilds["2"]).toBe(state.guilds["2"]);
});

test("to1 the watch ends each in its time, also one that is longer than a timer, and stops", async () => {
  const clock = new FakeClock(NOW_MS);
  const store = createStore<GuildsState>(() => NO_GUILDS);
  const stop = watchTimeOuts(store, clock, ada.id);
  const ends = () =>
    ["1", "2"].map((id) => timeOutEndMs(store.getState().guilds[id]?.members[ada.id]) !== null);
  store.setState(
    guilds(
      { members: [timedOut(member(ada), 60_000)] },
      { id: "2", members: [timedOut(member(ada), 27 * DAY_MS)] },
    ),
  );
  expect(ends()).toEqual([true, true]);
  await clock.pass(60_000);
  expect(ends()).toEqual([false, true]);
  await clock.pass(27 * DAY_MS - 60_001);
  expect(ends()).toEqual([false, true]);
  await clock.pass(1);
  expect(ends()).toEqual([false, false]);
  store.setState(guilds({ members: [timedOut(member(ada), 28 * DAY_MS)] }));
  expect(clock.pending).toBe(1);
  stop();
  expect(clock.pending).toBe(0);
});

test("pe1 in a time-out one reads at most, but owner and administrators do all", () => {
  const everyone = (permissions: bigint) => [role("1", { permissions: String(permissions) })];
  const may = BigInt(EVERYONE_MAY) | READ_MESSAGE_HISTORY;
  const members = [timedOut(member(ada), HOUR_MS), timedOut(member(bob), HOUR_MS)];
  const thread = channel("20", { type: 11, parent_id: "10" });
  const quiet = guild({ members, roles: everyone(may), threads: [thread] });
  expect(permissionsOf(quiet, ada.id)).toBe(VIEW_CHANNEL | READ_MESSAGE_HISTORY);
  expect(permissionsOf(quiet, ada.id, quiet.channels["10"])).toBe(VIEW_CHANNEL | READ_MESSAGE_HISTORY);
  expect(permissionsOf(quiet, ada.id, quiet.threads["20"]) & SEND_MESSAGES).toBe(0n);
  // Bob owns it.
  expect(permissionsOf(quiet, bob.id) & SEND_MESSAGES).toBe(SEND_MESSAGES);
  const administrators = guild({ members, roles: everyone(may | (1n << 3n)) });
  expect(permissionsOf(administrators, ada.id) & SEND_MESSAGES).toBe(SEND_MESSAGES);
});

test("pe2 one stands above those whose highest role is lower, the owner above all, and nobody above oneself", () => {
  const [cleo, dan, eve] = [user("cleo", 3), user("dan", 4), user("eve", 5)];
  const high = role("8", { position: 2 });
  const low = role("7", { position: 1 });
  const ranks = guild({
    roles: [role("1", { position: 0 }), high, low],
    members: [member(ada, ["7", "8"]), member(bob), member(cleo, ["7"]), member(dan, ["7"]), member(eve)],
  });
  const above = (one: { id: string }, other: { id: string }) => outranks(ranks, one.id, other.id);
  const cases = [
    [ada, cleo, true],
    [ada, eve, true],
    [ada, bob, false],
    [ada, ada, false],
    [bob, ada, true],
    [bob, bob, false],
    [cleo, ada, false],
    [cleo, dan, false],
    [cleo, eve, true],
    [eve, eve, false],
    [eve, cleo, false],
  ] as const;
  for (const [one, other, expected] of cases)
    expect([one.username, other.username, above(one, other)]).toEqual([
      one.username,
      other.username,
      expected,
    ]);
});
