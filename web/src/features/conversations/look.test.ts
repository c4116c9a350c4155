import { expect, test } from "vitest";
import { createHome } from "@/engine/guilds/home.ts";
import { ada, bob, channel, user } from "@/engine/testing/samples.ts";
import { CHANNEL_DIRECT, CHANNEL_GROUP, type Channel } from "@/engine/wire.ts";
import { lookOf, peopleOf } from "./look.ts";

const cleo = user("cleo", 3);
const group: Channel = {
  ...channel("30", { type: CHANNEL_GROUP, name: null, owner_id: cleo.id }),
  recipients: [cleo, bob],
};
const home = createHome({ user: ada, private_channels: [group] });

test("everybody in a group is listed, its owner first", () => {
  expect(peopleOf(home, group, ada).map(({ username }) => username)).toEqual(["cleo", "ada", "bob"]);
});

test("a group counts its people and has a face of its own; a conversation has that of the other one", () => {
  expect(lookOf(home, group)).toEqual({
    face: { id: "30", picture: null },
    status: undefined,
    people: 3,
    isBot: false,
  });
  const direct = { ...channel("31", { type: CHANNEL_DIRECT }), recipients: [bob] };
  expect(lookOf(home, direct)).toEqual({
    face: { id: bob.id, picture: null },
    status: undefined,
    people: undefined,
    isBot: false,
  });
  const beep = { ...user("beep", 7), bot: true };
  expect(lookOf(home, { ...direct, recipients: [beep] }).isBot).toBe(true);
});
