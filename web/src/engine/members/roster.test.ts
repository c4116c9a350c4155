import { expect, test } from "vitest";
import { member, user } from "../testing/samples.ts";
import {
  emptyRoster,
  indexOfRow,
  itemAt,
  itemCount,
  type MemberGroup,
  type MembersEvent,
  ROWS_MAX,
  type Roster,
  reduceRoster,
} from "./roster.ts";

const GROUPS: MemberGroup[] = [
  { id: "7", count: 1 },
  { id: "online", count: 2 },
  { id: "offline", count: 3 },
];

/** Names from row `from` on. */
const told = (from: number, ...names: string[]) => ({
  from,
  members: names.map((name) => {
    const of = { ...user(name), id: name };
    return { ...member(of), presence: { user: { id: name }, status: "online" as const } };
  }),
});

const event = (total: number, ...ranges: MembersEvent["ranges"]): MembersEvent => ({
  guild_id: "1",
  total,
  groups: GROUPS,
  ranges,
});

const shown = ({ rows }: Roster) =>
  Object.fromEntries([...rows].sort(([a], [b]) => a - b).map(([row, { user: of }]) => [row, of.id]));

test("ro1 what was told stands until something else is told, and rows beyond the end go", () => {
  let roster = reduceRoster(emptyRoster(9), event(6, told(0, "ada", "bob"), told(4, "eve", "fay")), 0);
  expect([roster.total, roster.groups]).toEqual([6, GROUPS]);
  expect(shown(roster)).toEqual({ 0: "ada", 1: "bob", 4: "eve", 5: "fay" });
  roster = reduceRoster(roster, event(5, told(1, "bea")), 0);
  expect(shown(roster)).toEqual({ 0: "ada", 1: "bea", 4: "eve" });
});

test("ro2 nobody stands in two rows", () => {
  const before = reduceRoster(emptyRoster(9), event(9, told(0, "ada", "bob"), told(7, "eve")), 0);
  expect(shown(reduceRoster(before, event(9, told(0, "eve", "ada")), 0))).toEqual({ 0: "eve", 1: "ada" });
});

test("ro3 of many rows those stay that are near", () => {
  let roster = emptyRoster(100_000);
  const names = (from: number) => Array.from({ length: 200 }, (_, at) => `u${from + at}`);
  for (let from = 0; from < 2 * ROWS_MAX; from += 200)
    roster = reduceRoster(roster, event(100_000, told(from, ...names(from))), from);
  expect(roster.rows.size).toBe(ROWS_MAX);
  expect([roster.rows.has(2 * ROWS_MAX - 1), roster.rows.has(0)]).toEqual([true, false]);
});

test("headings stand before the rows of their group", () => {
  const roster = reduceRoster(emptyRoster(0), event(6), 0);
  const items = Array.from({ length: itemCount(roster) }, (_, index) => {
    const item = itemAt(roster, index);
    return item.kind === "heading" ? item.group.id : `${item.row}: ${item.place} of ${item.group?.id}`;
  });
  expect(items).toEqual([
    "7",
    "0: 1 of 7",
    "online",
    "1: 1 of online",
    "2: 2 of online",
    "offline",
    "3: 1 of offline",
    "4: 2 of offline",
    "5: 3 of offline",
  ]);
  for (let row = 0; row < 6; row += 1) expect(itemAt(roster, indexOfRow(roster, row))).toMatchObject({ row });
});

test("before anything was told there are rows only", () => {
  const roster = emptyRoster(300);
  expect([itemCount(roster), itemAt(roster, 7)]).toEqual([
    300,
    { kind: "row", row: 7, place: 8, group: null },
  ]);
  expect(indexOfRow(roster, 7)).toBe(7);
});
