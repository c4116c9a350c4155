/**
 * The member list of a guild that was not given whole: headings with how many stand below them, and the
 * rows that were told, by their number. The server decides the order.
 *
 * - RO1  What was told of a row stands until something else is told. Where nothing was, there is a gap.
 * - RO2  Nobody stands in two rows: whoever is told anew has left their former one.
 * - RO3  Of more rows than ROWS_MAX those stay that are nearest to what is on screen.
 */
import type { Id, Member, Presence } from "../wire.ts";

/** A few screens in each direction of any place that one comes back to. */
export const ROWS_MAX = 2_000;

export type ListedMember = Member & { presence: Presence };

/** `id`: a hoisted role, or one of the two that every guild has. */
export interface MemberGroup {
  id: Id | "online" | "offline";
  count: number;
}

export interface MembersEvent {
  guild_id: Id;
  total: number;
  groups: MemberGroup[];
  ranges: { from: number; members: ListedMember[] }[];
}

export interface Roster {
  readonly total: number;
  readonly groups: readonly MemberGroup[];
  readonly rows: ReadonlyMap<number, ListedMember>;
}

/** Before anything was told. */
export function emptyRoster(total: number): Roster {
  return { total, groups: [], rows: new Map() };
}

/** `near`: a row on screen. */
export function reduceRoster(roster: Roster, { total, groups, ranges }: MembersEvent, near: number): Roster {
  const told = new Map<number, ListedMember>();
  for (const { from, members } of ranges)
    members.forEach((member, at) => {
      told.set(from + at, member);
    });
  const again = new Set([...told.values()].map(({ user }) => user.id));
  const stays = ([number, { user }]: [number, ListedMember]) => number < total && !again.has(user.id);
  const rows = new Map([...[...roster.rows].filter(stays), ...told]);
  return { total, groups, rows: nearest(rows, near) };
}

/** RO3 */
function nearest(rows: Map<number, ListedMember>, to: number): Map<number, ListedMember> {
  if (rows.size <= ROWS_MAX) return rows;
  const byDistance = [...rows].sort(([a], [b]) => Math.abs(a - to) - Math.abs(b - to));
  return new Map(byDistance.slice(0, ROWS_MAX));
}

export type Item =
  | { kind: "heading"; group: MemberGroup }
  /** `place`: which one of its group, from 1. Without headings there is no group. */
  | { kind: "row"; row: number; place: number; group: MemberGroup | null };

/** Headings and rows together. */
export function itemCount({ total, groups }: Roster): number {
  return total + groups.length;
}

export function itemAt({ groups }: Roster, index: number): Item {
  let left = index;
  let row = 0;
  for (const group of groups) {
    if (left === 0) return { kind: "heading", group };
    if (left <= group.count) return { kind: "row", row: row + left - 1, place: left, group };
    left -= group.count + 1;
    row += group.count;
  }
  return { kind: "row", row: row + left, place: left + 1, group: null };
}

/** Where a row stands among the items. */
export function indexOfRow({ groups }: Roster, row: number): number {
  let headings = 0;
  let end = 0;
  for (const { count } of groups) {
    if (row < end) break;
    headings += 1;
    end += count;
  }
  return row + headings;
}
