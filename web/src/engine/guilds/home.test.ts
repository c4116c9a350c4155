import { expect, test } from "vitest";
import { BLOCKED, FRIEND, type Relationship } from "../friends.ts";
import { ada, bob, channel, idAt, user } from "../testing/samples.ts";
import { CHANNEL_DIRECT, CHANNEL_GROUP, type Channel, type User } from "../wire.ts";
import { conversationName } from "./conversation-name.ts";
import { type GuildEvent, NO_GUILDS, reduceGuilds } from "./guilds.ts";
import { arrangeConversations, HOME, statusAtHome } from "./home.ts";
import { ADD_REACTIONS, permissionsOf, SEND_MESSAGES, VIEW_CHANNEL } from "./permissions.ts";

const cleo = user("cleo", 3);

function direct(id: string, recipient: User, part: Partial<Channel> = {}): Channel {
  const { guild_id: _none, ...rest } = channel(id, { type: CHANNEL_DIRECT, name: null });
  return { ...rest, recipients: [recipient], ...part };
}

function relationship(other: User, type: number): Relationship {
  return { id: other.id, type, user: other, since: "2026-11-22T12:00:00Z" };
}

const READY: GuildEvent = {
  name: "READY",
  data: {
    guilds: [],
    user: ada,
    relationships: [relationship(bob, FRIEND)],
    private_channels: [direct("20", bob)],
  },
};

function home(...events: GuildEvent[]) {
  const state = [READY, ...events].reduce((before, event) => reduceGuilds(before, event, ada.id), NO_GUILDS);
  const found = state.guilds[HOME];
  if (!found) throw new Error("no home");
  return found;
}

function may(state: ReturnType<typeof home>, id: string, permission: bigint): boolean {
  return (permissionsOf(state, ada.id, state.channels[id]) & permission) === permission;
}

test("gu3 what is in no guild has no place in the order", () => {
  const state = reduceGuilds(NO_GUILDS, READY, ada.id);
  expect(state.order).toEqual([]);
  expect(Object.keys(state.guilds[HOME]?.channels ?? {})).toEqual(["20"]);
});

test("hm1 friends write, and what was said stays readable when they part", () => {
  expect(may(home(), "20", SEND_MESSAGES | ADD_REACTIONS | VIEW_CHANNEL)).toBe(true);
  const parted = home({ name: "RELATIONSHIP_REMOVE", data: { id: bob.id } });
  expect(may(parted, "20", VIEW_CHANNEL)).toBe(true);
  expect(may(parted, "20", SEND_MESSAGES)).toBe(false);
  const blocked = home({ name: "RELATIONSHIP_ADD", data: relationship(bob, BLOCKED) });
  expect(may(blocked, "20", SEND_MESSAGES)).toBe(false);
  const again = home(
    { name: "RELATIONSHIP_REMOVE", data: { id: bob.id } },
    { name: "RELATIONSHIP_ADD", data: relationship(bob, FRIEND) },
  );
  expect(may(again, "20", SEND_MESSAGES)).toBe(true);
  const stranger = home({ name: "CHANNEL_CREATE", data: direct("21", cleo) });
  expect(may(stranger, "21", SEND_MESSAGES)).toBe(false);
});

test("hm1 a bot is written to, unless it is blocked", () => {
  const beep = { ...user("beep", 7), bot: true };
  const begun: GuildEvent = { name: "CHANNEL_CREATE", data: direct("22", beep) };
  const block: GuildEvent = { name: "RELATIONSHIP_ADD", data: relationship(beep, BLOCKED) };
  expect(may(home(begun), "22", SEND_MESSAGES)).toBe(true);
  expect(may(home(begun, block), "22", SEND_MESSAGES)).toBe(false);
  expect(may(home(block, begun), "22", SEND_MESSAGES)).toBe(false);
  expect(may(home(block, begun), "22", VIEW_CHANNEL)).toBe(true);
  const unblock: GuildEvent = { name: "RELATIONSHIP_REMOVE", data: { id: beep.id } };
  expect(may(home(begun, block, unblock), "22", SEND_MESSAGES)).toBe(true);
  expect(statusAtHome(home(begun), beep.id)).toBeUndefined();
});

test("hm2 people have the name that was told last", () => {
  const named = { ...bob, global_name: "Bobby" };
  const renamed = home({ name: "RELATIONSHIP_ADD", data: relationship(named, FRIEND) });
  expect(conversationName(renamed, renamed.channels["20"] as Channel)).toBe("Bobby");
  expect(conversationName(home(), direct("20", bob))).toBe("bob");
});

test("hm3 of friends it is known whether they are there, and of nobody else", () => {
  const presences = [{ user: { id: bob.id }, status: "idle" as const }];
  const told: GuildEvent = { name: "X_PRESENCES", data: { guild_id: null, presences } };
  expect(statusAtHome(home(), bob.id)).toBe("offline");
  expect(statusAtHome(home(told), bob.id)).toBe("idle");
  expect(statusAtHome(home(told), cleo.id)).toBeUndefined();
  const parted = home(told, { name: "RELATIONSHIP_REMOVE", data: { id: bob.id } });
  expect(statusAtHome(parted, bob.id)).toBeUndefined();
  const again = reduceGuilds(
    { order: [], guilds: { [HOME]: parted }, awaited: [], gone: {} },
    { name: "RELATIONSHIP_ADD", data: relationship(bob, FRIEND) },
    ada.id,
  );
  expect(statusAtHome(again.guilds[HOME], bob.id)).toBe("offline");
});

function group(id: string, recipients: User[], part: Partial<Channel> = {}): Channel {
  return direct(id, ada, { type: CHANNEL_GROUP, recipients, owner_id: ada.id, ...part });
}

test("hm1 whoever is in a group writes there, friend or not", () => {
  const made = home({ name: "CHANNEL_CREATE", data: group("30", [bob, cleo]) });
  expect(may(made, "30", SEND_MESSAGES)).toBe(true);
});

test("a group has its name, or those of the people in it, or of whoever is alone there", () => {
  const made = home({ name: "CHANNEL_CREATE", data: group("30", [bob, cleo]) });
  const nameOf = (channel: Channel) => conversationName(made, channel);
  expect(nameOf(group("30", [bob, cleo]))).toBe("bob, cleo");
  expect(nameOf(group("30", [bob, cleo], { name: "Trip" }))).toBe("Trip");
  expect(nameOf(group("30", []))).toBe("ada");
});

test("hm2 one's own name is the one that one has now", () => {
  const renamed = home({ name: "USER_UPDATE", data: { ...ada, global_name: "Countess" } });
  expect(renamed.members[ada.id]?.user.global_name).toBe("Countess");
});

test("the one spoken in last comes first, and closing takes one out", () => {
  const [early, late] = [idAt(Date.UTC(2026, 10, 22)), idAt(Date.UTC(2026, 10, 23))];
  const open = home({ name: "CHANNEL_CREATE", data: direct("21", cleo, { last_message_id: early }) });
  const order = (newest: Record<string, string>) => arrangeConversations(open, newest).map(({ id }) => id);
  expect(order({})).toEqual(["21", "20"]);
  expect(order({ "20": late })).toEqual(["20", "21"]);
  const closed = home({ name: "CHANNEL_DELETE", data: direct("20", bob) });
  expect(Object.keys(closed.channels)).toEqual([]);
});
