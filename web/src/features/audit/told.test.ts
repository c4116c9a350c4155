import { expect, test } from "vitest";
import { type GuildState, NO_GUILDS, reduceGuilds } from "@/engine/guilds/guilds.ts";
import { ada, bob, guildCreate, role } from "@/engine/testing/samples.ts";
import type { AuditChange, AuditEntry } from "@/engine/wire.ts";
import { aboutName, detailsOf, type Names, placeName, targetName } from "./told.ts";

const data = guildCreate({ roles: [role("1"), role("7", { name: "Keepers" })] });
const names: Names = {
  guild: reduceGuilds(NO_GUILDS, { name: "GUILD_CREATE", data }, ada.id).guilds["1"] as GuildState,
  users: { [ada.id]: ada, [bob.id]: bob },
  threads: { "90": "Plans" },
};

const entry = (action: number, part: Partial<AuditEntry> = {}): AuditEntry => ({
  id: "500",
  user_id: ada.id,
  target_id: null,
  action_type: action,
  ...part,
});

const change = (key: string, before?: unknown, after?: unknown): AuditChange => ({
  key,
  ...(before === undefined ? {} : { old_value: before }),
  ...(after === undefined ? {} : { new_value: after }),
});

test("what an act was done to is called as it is, or as it was", () => {
  const check = (action: number, part: Partial<AuditEntry>, wanted: string) =>
    expect(targetName(entry(action, part), names), `${action}`).toBe(wanted);
  check(1, { target_id: "1" }, "Rookery");
  check(11, { target_id: "10" }, "general");
  check(12, { target_id: "99", changes: [change("name", "quay")] }, "quay");
  check(12, { target_id: "99" }, "99");
  check(31, { target_id: "7" }, "Keepers");
  check(32, { target_id: "8", changes: [change("name", "Guests")] }, "Guests");
  check(24, { target_id: bob.id }, "bob");
  check(24, { target_id: "12345" }, "12345");
  check(42, { changes: [change("code", "abc")] }, "abc");
  check(111, { target_id: "90" }, "Plans");
  check(999, {}, "999");
});

test("where messages were, and whose exception it was", () => {
  expect(placeName(entry(72, { options: { channel_id: "10" } }), names)).toBe("general");
  expect(placeName(entry(40, { changes: [change("channel_id", undefined, "10")] }), names)).toBe("general");
  expect(placeName(entry(72, { options: { channel_id: "98" } }), names)).toBe("98");
  const about = (options: AuditEntry["options"]) => aboutName(entry(13, options ? { options } : {}), names);
  expect(about({ id: "7", type: "0", role_name: "Watch" })).toBe("Keepers");
  expect(about({ id: "8", type: "0", role_name: "Watch" })).toBe("Watch");
  expect(about({ id: bob.id, type: "1" })).toBe("bob");
});

test("permissions are told by what is gained and lost", () => {
  const kick = String(1n << 1n);
  const both = String((1n << 1n) | (1n << 2n));
  const check = (key: string, before: string, after: string, wanted: unknown[]) =>
    expect(detailsOf(entry(31, { changes: [change(key, before, after)] }), names)).toEqual(wanted);
  check("permissions", kick, both, [{ key: "gained", permissions: ["banMembers"] }]);
  check("allow", both, kick, [{ key: "lost", permissions: ["banMembers"] }]);
  check("deny", kick, "4", [
    { key: "gained", permissions: ["kickMembers"] },
    { key: "lost", permissions: ["banMembers"] },
  ]);
  check("permissions", "x", "0", []);
});

test("other fields are told by their values, in the reader's words", () => {
  const details = (changes: AuditChange[], action = 1) => detailsOf(entry(action, { changes }), names);
  expect(details([change("name", "A", "B")])).toEqual([{ key: "name", old: "A", new: "B" }]);
  expect(details([change("owner_id", ada.id, bob.id)])).toEqual([
    { key: "owner_id", old: "ada", new: "bob" },
  ]);
  expect(details([change("system_channel_id", "10")])).toEqual([
    { key: "system_channel_id", old: "general", new: null },
  ]);
  expect(details([change("color", 0, 255)])).toEqual([{ key: "color", old: "#000000", new: "#0000ff" }]);
  const added = change("$add", undefined, [{ id: "7", name: "Keepers" }, { id: "8" }]);
  expect(details([added], 25)).toEqual([{ key: "$add", old: null, new: "Keepers, " }]);
  // The sentence has said it.
  expect(details([change("name", undefined, "quay")], 10)).toEqual([]);
  expect(details([change("code", undefined, "abc"), change("uses", undefined, 0)], 40)).toEqual([]);
});
