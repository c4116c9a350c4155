import { expect, test } from "vitest";
import { NO_GUILDS, reduceGuilds } from "../guilds/guilds.ts";
import { toGuildCreate } from "../guilds/snapshot.ts";
import { ada, bob, channel, guildCreate, member, user, voiceState } from "../testing/samples.ts";
import type { GuildCreate, VoiceState } from "../wire.ts";
import { isDeaf, isSilent, participantsOf } from "./participants.ts";
import { voiceStateOf } from "./states.ts";

const cleo = user("cleo", 9);

function guilds(part: Partial<GuildCreate>, ...events: VoiceState[]) {
  const begun = reduceGuilds(NO_GUILDS, { name: "GUILD_CREATE", data: guildCreate(part) }, ada.id);
  return events.reduce(
    (state, data) => reduceGuilds(state, { name: "VOICE_STATE_UPDATE", data }, ada.id),
    begun,
  );
}

const names = (state: ReturnType<typeof guilds>, id = "11") => {
  const guild = state.guilds["1"];
  return guild ? participantsOf(guild, id).map(({ name }) => name) : [];
};

test("vs1 whoever moves is in the new channel only, and whoever leaves in none", () => {
  const first = { voice_states: [voiceState(bob), voiceState(ada)] };
  expect(names(guilds(first))).toEqual(["ada", "bob"]);
  const moved = guilds(first, voiceState(bob, { channel_id: "12" }));
  expect([names(moved), names(moved, "12")]).toEqual([["ada"], ["bob"]]);
  expect(names(guilds(first, voiceState(bob, { channel_id: null })))).toEqual(["ada"]);
});

test("a channel that is gone has nobody in it, also when it comes again", () => {
  const state = guilds({ voice_states: [voiceState(bob)] });
  const gone = reduceGuilds(state, { name: "CHANNEL_DELETE", data: channel("11", { type: 2 }) }, ada.id);
  expect(gone.guilds["1"]?.voice).toEqual({});
  const other = reduceGuilds(state, { name: "CHANNEL_DELETE", data: channel("10") }, ada.id);
  expect(other.guilds["1"]?.voice).toBe(state.guilds["1"]?.voice);
});

test("somebody of whom nothing was known is shown by what came with them", () => {
  const state = guilds({}, voiceState(cleo, { member: member(cleo) }));
  expect(names(state)).toEqual(["cleo"]);
  expect(state.guilds["1"]?.memberCount).toBe(2);
  expect(names(guilds({}, voiceState(cleo)))).toEqual([""]);
});

test("where a user is, is known across guilds", () => {
  expect(voiceStateOf(guilds({}), ada.id)).toBeNull();
  const { guild_id: _guild, ...bare } = voiceState(ada);
  expect(voiceStateOf(guilds({ voice_states: [bare] }), ada.id)).toMatchObject({ guild_id: "1" });
});

test("a tab that comes later is told who is in voice", () => {
  const guild = guilds({ voice_states: [voiceState(bob)] }).guilds["1"];
  expect(guild && toGuildCreate(guild, {}).voice_states).toEqual([voiceState(bob)]);
});

test.each([
  ["muted by themselves", { self_mute: true }, [true, false]],
  ["muted by a moderator", { mute: true }, [true, false]],
  ["not allowed to speak", { suppress: true }, [true, false]],
  ["deaf by themselves", { self_deaf: true }, [false, true]],
  ["deafened by a moderator", { deaf: true }, [false, true]],
])("%s", (_about, part, said) => {
  const state = voiceState(bob, part);
  expect([isSilent(state), isDeaf(state)]).toEqual(said);
});
