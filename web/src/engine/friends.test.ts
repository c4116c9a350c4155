import { expect, test } from "vitest";
import {
  BLOCKED,
  countIncoming,
  FRIEND,
  type Friends,
  INCOMING,
  listFriends,
  NO_FRIENDS,
  OUTGOING,
  type Relationship,
  reduceFriends,
} from "./friends.ts";
import { user } from "./testing/samples.ts";

function relationship(name: string, n: number, type: number): Relationship {
  const other = user(name, n);
  return { id: other.id, type, user: other, since: "2026-11-22T12:00:00Z" };
}

const zoe = relationship("zoe", 10, FRIEND);
const ben = relationship("ben", 11, FRIEND);
const mia = relationship("mia", 12, INCOMING);
const eve = relationship("eve", 13, BLOCKED);

const ready = (...relationships: Relationship[]): Friends =>
  reduceFriends(NO_FRIENDS, "READY", { relationships });

test("a session begins with all of them, and what was known before is forgotten", () => {
  const friends = reduceFriends(ready(zoe), "READY", { relationships: [ben, mia] });
  expect(Object.keys(friends)).toEqual([ben.id, mia.id]);
  expect(reduceFriends(friends, "READY", {})).toEqual({});
});

test("one is added, becomes another, and goes", () => {
  const asked = reduceFriends(NO_FRIENDS, "RELATIONSHIP_ADD", { ...ben, type: OUTGOING });
  expect(listFriends(asked, [OUTGOING])).toHaveLength(1);
  const friends = reduceFriends(asked, "RELATIONSHIP_ADD", ben);
  expect(listFriends(friends, [FRIEND])).toEqual([ben]);
  expect(reduceFriends(friends, "RELATIONSHIP_REMOVE", { id: ben.id, type: FRIEND })).toEqual({});
  expect(reduceFriends(friends, "TYPING_START", {})).toBe(friends);
});

test("they are listed by name, and requests are counted", () => {
  const friends = ready(zoe, ben, mia, eve);
  expect(listFriends(friends, [FRIEND])).toEqual([ben, zoe]);
  expect(countIncoming(friends)).toBe(1);
});
