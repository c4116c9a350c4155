import fc from "fast-check";
import { expect, test } from "vitest";
import { NO_GUILDS, reduceGuilds } from "../guilds/guilds.ts";
import { HOME } from "../guilds/home.ts";
import { readMutes, type Settings } from "../settings.ts";
import { ada, guildCreate } from "../testing/samples.ts";
import { levelAt, patchFor, readChoice, type Wish } from "./choices.ts";

const NOW = Date.UTC(2026, 10, 27, 12);
const READY = { name: "READY" as const, data: { guilds: [{ id: "1" }] } };
const COMING = reduceGuilds(NO_GUILDS, READY, ada.id);
/** One guild, `1`, with the channel `10`. */
const GUILDS = reduceGuilds(COMING, { name: "GUILD_CREATE", data: guildCreate() }, ada.id);

const at = (guildId: string, channelId: string | null = null) => ({ guildId, channelId });
const patch = (settings: Settings, place: ReturnType<typeof at>, wish: Wish) =>
  patchFor(settings, GUILDS, place, wish, NOW);

test("guilds tell of mentions and conversations of all, until something else is chosen", () => {
  expect(levelAt(readChoice({}, "1"), at("1", "10"))).toBe("mentions");
  expect(levelAt(readChoice({}, HOME), at(HOME, "77"))).toBe("all");
});

test("a channel's level is its guild's, until it has one of its own", () => {
  const settings = { "notify:1": { level: "none", channels: { "10": { level: "all" } } } };
  const choice = readChoice(settings, "1");
  expect(levelAt(choice, at("1", "10"))).toBe("all");
  expect(levelAt(choice, at("1", "11"))).toBe("none");
});

test.each([
  ["a level of a guild", at("1"), { level: "all" }, { "notify:1": { level: "all" } }],
  ["the usual level", at("1"), { level: "mentions" }, { "notify:1": null }],
  ["the usual level where a guild stands for none", at(HOME), { level: "all" }, { "notify:@me": null }],
  [
    "a level of a channel",
    at("1", "10"),
    { level: "none" },
    { "notify:1": { channels: { "10": { level: "none" } } } },
  ],
  ["a mute for good", at("1"), { mutedUntil: null }, { "notify:1": { muted_until: null } }],
  ["a mute for a while", at("1"), { mutedUntil: NOW + 1 }, { "notify:1": { muted_until: NOW + 1 } }],
  ["no mute where there is none", at("1", "10"), { unmuted: true }, { "notify:1": null }],
] as const)("nc2 what is stored is as short as can be: %s", (_, place, wish, expected) => {
  expect(patch({}, place, wish)).toEqual(expected);
});

test("a wish changes what it is about and leaves the rest", () => {
  const settings = {
    theme: "dark",
    "notify:1": {
      level: "all",
      muted_until: null,
      channels: { "10": { level: "none", muted_until: NOW + 5 } },
    },
  };
  expect(patch(settings, at("1"), { unmuted: true })).toEqual({
    "notify:1": { level: "all", channels: { "10": { level: "none", muted_until: NOW + 5 } } },
  });
  expect(patch(settings, at("1", "10"), { level: null })).toEqual({
    "notify:1": { level: "all", muted_until: null, channels: { "10": { muted_until: NOW + 5 } } },
  });
});

test("nc3 channels that are gone, mutes that are over and guilds that were left are cleared up", () => {
  const settings = {
    "notify:1": {
      channels: { "10": { muted_until: NOW - 1 }, "404": { level: "all" }, "11": { level: "all" } },
    },
    "notify:9": { level: "all" },
    "notify:@me": { level: "none" },
    other: 1,
  };
  expect(patch(settings, at("1"), { level: "none" })).toEqual({
    "notify:1": { level: "none", channels: { "11": { level: "all" } } },
    "notify:9": null,
  });
});

test("nc3 conversations that are in no list are kept, so many of them", () => {
  const ids = Array.from({ length: 80 }, (_, n) => String(1_000 + n));
  const channels = Object.fromEntries(ids.map((id) => [id, { muted_until: null }]));
  const written = patch({ "notify:@me": { channels } }, at(HOME), { level: "none" });
  const kept = readChoice(written, HOME).channels;
  expect(Object.keys(kept)).toEqual(ids.slice(-50));
});

test("nc3 while guilds are still to come, none of them is taken for gone", () => {
  const settings = { "notify:1": { level: "all", channels: { "10": { level: "none" } } }, "notify:9": {} };
  const written = patchFor(settings, COMING, at("1"), { mutedUntil: null }, NOW);
  expect(written).toEqual({ "notify:1": { ...settings["notify:1"], muted_until: null } });
});

test.each([
  ["no object", { "notify:1": [], "notify:@me": 7 }],
  ["nothing", { "notify:1": null }],
  ["fields that are none", { "notify:1": { level: {}, muted_until: "x", channels: [1, 2] } }],
  [
    "levels that nobody knows",
    { "notify:1": { level: "loud", channels: { "10": { level: 3 }, "11": "x" } } },
  ],
  ["numbers without end", { "notify:1": { muted_until: Number.NaN } }],
] as const)("nc2 ks2 stored wrongly is as if nothing was chosen: %s", (_, settings) => {
  expect(levelAt(readChoice(settings, "1"), at("1", "10"))).toBe("mentions");
  expect(readMutes(settings, NOW).ids.size).toBe(0);
  expect(patch(settings, at("1"), { level: "all" })).toMatchObject({ "notify:1": { level: "all" } });
});

test("nc2 whatever is stored is read, and written as something that is read as the same", () => {
  const anything = fc.dictionary(fc.constantFrom("notify:1", "notify:@me", "notify:", "x"), fc.jsonValue());
  fc.assert(
    fc.property(anything, (settings) => {
      readMutes(settings, NOW);
      const written = patch(settings, at("1", "10"), { level: "all" });
      const again = readChoice({ ...settings, ...written }, "1");
      expect(again.channels["10"]?.level).toBe("all");
      expect(Object.keys(again.channels).filter((id) => id !== "10" && id !== "11")).toEqual([]);
    }),
  );
});
